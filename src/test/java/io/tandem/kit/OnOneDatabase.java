package io.tandem.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * The argument is a {@link TestDatabase}: always the same one of the two, by the test's name, or both of them with
 * {@code -Dtests.databases=both}. For flows, whose SQL the tests of {@code store} run on both in each build.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(OnOneDatabase.OfTheBuild.class)
public @interface OnOneDatabase {

    /** Half of the tests run on H2, half on PostgreSQL. */
    final class OfTheBuild implements ArgumentsProvider {

        @Override
        public Stream<? extends Arguments> provideArguments(ExtensionContext test) {
            boolean both = "both".equals(System.getProperty("tests.databases"));
            boolean oddName = (test.getRequiredTestMethod().getName().hashCode() & 1) == 1;
            return Stream.of(TestDatabase.values())
                    .filter(database -> both || database == TestDatabase.POSTGRESQL == oddName)
                    .map(Arguments::of);
        }
    }
}
