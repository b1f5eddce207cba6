package io.millrace.udf;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How often a call that failed is made again, and how long is waited before that. Any thread. */
@FunctionalInterface
public interface RetryStrategy {
    /** Each call is made once. */
    RetryStrategy NONE = failures -> null;

    /**
     * Returns how long to wait before the next attempt.
     *
     * @param failures attempts that have failed, 1 or more
     * @return null to give up
     */
    Duration delayAfter(int failures);

    /** Up to {@code maxRetries} more attempts, always after the same time. */
    static RetryStrategy fixedDelay(int maxRetries, Duration delay) {
        requireRetries(maxRetries);
        requireDuration("delay", delay);
        return failures -> failures > maxRetries ? null : delay;
    }

    /**
     * Up to {@code maxRetries} more attempts, each after {@code factor} times the delay before it.
     *
     * @param jitter a random part of it is added to each delay, so that callers do not come back all at once
     */
    static RetryStrategy exponentialBackoff(int maxRetries, Duration initialDelay, double factor, Duration jitter) {
        requireRetries(maxRetries);
        requireDuration("initialDelay", initialDelay);
        requireDuration("jitter", jitter);
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("factor is " + factor + ", it must be 1 or more");
        }
        return failures -> {
            if (failures > maxRetries) {
                return null;
            }
            double nanos = initialDelay.toNanos() * Math.pow(factor, failures - 1);
            long random = jitter.isZero() ? 0 : ThreadLocalRandom.current().nextLong(jitter.toNanos());
            return Duration.ofNanos((long) nanos).plusNanos(random);
        };
    }

    /** Three more attempts, after 1, 2 and 4 seconds and up to 0.3 more. */
    static RetryStrategy exponentialBackoff() {
        return exponentialBackoff(3, Duration.ofSeconds(1), 2, Duration.ofMillis(300));
    }

    private static void requireRetries(int maxRetries) {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries is " + maxRetries + ", it must be 0 or more");
        }
    }

    private static void requireDuration(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + ", it must not be negative");
        }
    }
}
