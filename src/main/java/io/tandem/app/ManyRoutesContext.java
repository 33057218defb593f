package io.tandem.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ClassResolver;

/**
 * Camel's context, for thousands of routes too. Camel looks for the ids of each route's steps in all routes that are started
 * with it, which takes minutes for the 11,000 routes of 5,600 flows. Here each id is looked for once, and routes whose ids
 * all differ are started one by one.
 */
final class ManyRoutesContext extends DefaultCamelContext {

    private final BooleanSupplier ending;

    /** @param ending whether the process was asked to end, so that no further route is to be started */
    ManyRoutesContext(BooleanSupplier ending) {
        super(false);
        this.ending = ending;
    }

    @Override
    protected ClassResolver createClassResolver() {
        return new CamelParts(this);
    }

    /** @throws Exception as Camel throws it, which names an id that stands twice */
    @Override
    public void startRouteDefinitions(List<RouteDefinition> routes) throws Exception {
        if (!idsDiffer(routes)) {
            super.startRouteDefinitions(routes);
            return;
        }
        for (RouteDefinition route : routes) {
            if (ending.getAsBoolean()) {
                return;
            }
            super.startRouteDefinitions(List.of(route));
        }
    }

    private static boolean idsDiffer(List<RouteDefinition> routes) {
        Set<String> seen = new HashSet<>();
        return routes.stream().allMatch(route -> {
            List<String> ids = new ArrayList<>();
            ProcessorDefinitionHelper.gatherAllNodeIds(route, ids, true, false);
            return ids.stream().allMatch(id -> seen.add(prefixed(route.getNodePrefixId(), id)));
        });
    }

    private static String prefixed(String prefix, String id) {
        return prefix == null || id.startsWith(prefix) ? id : prefix + id;
    }
}
