package io.millrace.kernel;

import io.millrace.kernel.simd.VectorKernels;
import io.millrace.memory.JvmFlags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernels when they are first asked for. */
final class ActiveKernels {
    static final Kernels KERNELS = choose();

    private ActiveKernels() {}

    private static Kernels choose() {
        if (JvmFlags.hasVectorApi()) {
            return new VectorKernels();
        }
        Logger log = LoggerFactory.getLogger(Kernels.class);
        log.warn(
                "Running without SIMD kernels, several times slower: add --add-modules=jdk.incubator.vector to the java"
                        + " command line");
        return Kernels.scalar();
    }
}
