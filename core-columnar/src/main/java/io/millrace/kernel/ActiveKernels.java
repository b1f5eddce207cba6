package io.millrace.kernel;

import io.millrace.memory.JvmFlags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernels when they are first asked for. */
final class ActiveKernels {
    static final Kernels KERNELS = choose();

    private ActiveKernels() {}

    private static Kernels choose() {
        if (JvmFlags.hasVectorApi()) {
            return vectorKernels();
        }
        Logger log = LoggerFactory.getLogger(Kernels.class);
        log.warn(
                "Running without SIMD kernels, several times slower: add --add-modules=jdk.incubator.vector to the java"
                        + " command line");
        return Kernels.scalar();
    }

    /** Found by name: the class cannot even be linked where the Vector API is missing. */
    private static Kernels vectorKernels() {
        try {
            return (Kernels) Class.forName("io.millrace.kernel.simd.VectorKernels")
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the vector kernels are in this jar, but could not be loaded", e);
        }
    }
}
