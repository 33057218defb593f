package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class ManyRoutesContextTest {

    /** Two routes, each with a step; the ids of the steps are those that are given. */
    private static RouteBuilder steps(String first, String second) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:first")
                        .routeId("first")
                        .nodePrefixId("a/")
                        .to("mock:first")
                        .id(first);
                from("direct:second")
                        .routeId("second")
                        .nodePrefixId("b/")
                        .to("mock:second")
                        .id(second);
            }
        };
    }

    @Test
    void startsRoutesWhoseStepsHaveTheSameNameUnderPrefixesOfTheirOwn() throws Exception {
        try (ManyRoutesContext camel = new ManyRoutesContext(() -> false)) {
            camel.addRoutes(steps("step", "step"));
            camel.start();
            assertThat(camel.getRoutes()).hasSize(2);
        }
    }

    @Test
    void refusesAnIdThatStandsInTwoRoutes() throws Exception {
        try (ManyRoutesContext camel = new ManyRoutesContext(() -> false)) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:first").routeId("first").to("mock:first").id("step");
                    from("direct:second").routeId("second").to("mock:second").id("step");
                }
            });
            assertThatThrownBy(camel::start)
                    .isInstanceOf(FailedToStartRouteException.class)
                    .hasMessageContaining("step");
        }
    }

    @Test
    void startsNoMoreRoutes_whenTheProcessIsToEnd() throws Exception {
        try (ManyRoutesContext camel = new ManyRoutesContext(() -> true)) {
            camel.addRoutes(steps("one", "other"));
            camel.start();
            assertThat(camel.getRoutes()).isEmpty();
        }
    }
}
