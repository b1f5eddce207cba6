package io.millrace.plan;

/** Makes a plan cheaper without changing what it computes. Stateless. */
@FunctionalInterface
interface Pass {
    LogicalPlan apply(LogicalPlan plan);
}
