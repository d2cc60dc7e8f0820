package dev.procession.internal.codec;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for lambdas and method references, from the names that javac gives to their methods. */
final class LambdaText {
    /** {@code lambda$main$0}, or {@code lambda$main$5f3759df$1} if it is serialisable. */
    private static final Pattern LAMBDA_METHOD = Pattern.compile("lambda\\$(.+?)(?:\\$[0-9a-f]+)?\\$\\d+");

    private LambdaText() {}

    /** For people: {@code Pdf::text}, or {@code lambda in Main.main}. */
    static String displayName(SerializedLambda lambda) {
        String owner = simpleName(lambda.getImplClass());
        Matcher matcher = LAMBDA_METHOD.matcher(lambda.getImplMethodName());
        if (!matcher.matches()) {
            return methodName(lambda);
        }
        return switch (matcher.group(1)) {
            case "new" -> "lambda in the constructor of " + owner;
            case "static" -> "lambda in the static initialiser of " + owner;
            case String method -> "lambda in " + owner + "." + method;
        };
    }

    /** For those who look for it: {@code Main::lambda$main$0}, {@code Pdf::new}. */
    static String methodName(SerializedLambda lambda) {
        String method = lambda.getImplMethodName();
        return simpleName(lambda.getImplClass()) + "::" + (method.equals("<init>") ? "new" : method);
    }

    /** Whether the first captured value is the {@code this} of the method around the lambda. */
    static boolean capturesThis(SerializedLambda lambda) {
        return lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                && lambda.getImplMethodName().startsWith("lambda$");
    }

    private static String simpleName(String internalName) {
        String name = internalName.substring(internalName.lastIndexOf('/') + 1);
        String last = name.substring(name.lastIndexOf('$') + 1);
        // What ends in a number is anonymous; then the whole says more.
        return last.isEmpty() || Character.isDigit(last.charAt(0)) ? name : last;
    }
}
