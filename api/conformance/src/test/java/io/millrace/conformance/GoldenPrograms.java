package io.millrace.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a method marked with {@link Golden} once for each of its records, and sees to it that it checks every step. */
final class GoldenPrograms implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Programs.recordsOf(context.getRequiredTestMethod()).stream().map(Replay::new);
    }

    private record Replay(GoldenRecord of) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return of.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            GoldenRun run = new GoldenRun(of, Differences.read().reasonOf(of));
            return List.of(new RunParameter(run), (AfterTestExecutionCallback) context -> {
                if (context.getExecutionException().isEmpty()) {
                    run.finish();
                }
            });
        }
    }

    private record RunParameter(GoldenRun run) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == GoldenRun.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return run;
        }
    }
}
