package io.millrace.table;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * What the compiler knew of a lambda, or of an object of a class.
 *
 * @param name of the method that is called
 * @param result the class of what it returns
 */
record LambdaTypes(String name, Class<?> result) {
    /** Returns what is known; the result is Object where that is all. */
    static LambdaTypes of(Serializable function) {
        Class<?> type = function.getClass();
        if (!type.isSynthetic()) {
            Class<?> result = Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals("apply") && !method.isBridge())
                    .<Class<?>>map(Method::getReturnType)
                    .findFirst()
                    .orElse(Object.class);
            return new LambdaTypes(type.getName(), result);
        }
        try {
            Method replace = type.getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            SerializedLambda lambda = (SerializedLambda) replace.invoke(function);
            String owner = lambda.getImplClass().replace('/', '.');
            ClassLoader loader = type.getClassLoader();
            Class<?> result = lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial
                    ? Class.forName(owner, false, loader)
                    : MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader)
                            .returnType();
            return new LambdaTypes(owner + "." + lambda.getImplMethodName(), result);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Where the module of the lambda is closed to us, the user says the type.
            return new LambdaTypes(type.getName(), Object.class);
        }
    }
}
