package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** A test asserts what it claims on each of its ways: it has no early end, and no assertion stands behind a condition. */
class TestRulesTest {

    /** Annotations of methods that a test engine calls. */
    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "Property", "Example", "ArchTest");

    private static final String COUNTED = "a law of what is carried; the property counts that enough of each row is";

    private static final Map<String, String> EXCEPTIONS = Map.of(
            "ShippedRowLawsTest.getsWhatItPut_orRefuses: asserts in an if", COUNTED,
            "ShippedRowLawsTest.putsBackWhatItGot: asserts in an if", COUNTED);

    @Test
    void noTestReturnsEarly_orAssertsBehindACondition() throws IOException {
        assertThat(found(sources())).containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Set<String> found(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> found = new TreeSet<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                new Scan(found).scan(unit, null);
            }
        }
        return found;
    }

    /** Notes {@code Class.method: what is wrong there}. */
    private static final class Scan extends TreeScanner<Void, Void> {

        private final Set<String> found;
        private String type = "";
        private String method = "";
        private boolean test;
        private boolean conditional;

        Scan(Set<String> found) {
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree node, Void nothing) {
            String outer = type;
            if (outer.isEmpty()) {
                type = node.getSimpleName().toString();
            }
            super.visitClass(node, nothing);
            type = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree node, Void nothing) {
            String outer = method;
            boolean outerTest = test;
            method = node.getName().toString();
            test = node.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            TESTS.contains(annotation.getAnnotationType().toString()));
            super.visitMethod(node, nothing);
            method = outer;
            test = outerTest;
            return null;
        }

        /** What a lambda returns ends the lambda. */
        @Override
        public Void visitLambdaExpression(LambdaExpressionTree node, Void nothing) {
            boolean outer = test;
            test = false;
            super.visitLambdaExpression(node, nothing);
            test = outer;
            return null;
        }

        @Override
        public Void visitReturn(ReturnTree node, Void nothing) {
            if (test && (node.getExpression() == null || conditional)) {
                found.add(type + "." + method + ": returns early");
            }
            return super.visitReturn(node, nothing);
        }

        /** Where both branches assert, something is asserted each time. */
        @Override
        public Void visitIf(IfTree node, Void nothing) {
            if (asserts(node.getThenStatement()) != asserts(node.getElseStatement())) {
                found.add(type + "." + method + ": asserts in an if");
            }
            boolean outer = conditional;
            conditional = true;
            super.visitIf(node, nothing);
            conditional = outer;
            return null;
        }
    }

    private static boolean asserts(Tree part) {
        AtomicBoolean found = new AtomicBoolean();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree node, Void nothing) {
                if (name(node.getMethodSelect()).matches("assert.*|fail")) {
                    found.set(true);
                }
                return super.visitMethodInvocation(node, nothing);
            }
        }.scan(part, null);
        return found.get();
    }

    private static String name(ExpressionTree called) {
        return called instanceof IdentifierTree identifier
                ? identifier.getName().toString()
                : called instanceof MemberSelectTree select
                        ? select.getIdentifier().toString()
                        : "";
    }
}
