package io.tandem.flow;

import io.tandem.config.YamlNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What route files may refer to by name: beans, and placeholders in double braces. A name that nobody
 * knows would otherwise stop the start half-way.
 *
 * @param beans the application's own; those that a route file declares under {@code beans} are added
 * @param placeholder whether a placeholder without a default has a value
 */
public record RouteNames(Set<String> beans, Predicate<String> placeholder) {

    /** A placeholder without function or default: those with a colon have their own answer. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}:?]+)}}");

    /** How any option of a component or a template's parameter names a bean. */
    private static final Pattern BEAN = Pattern.compile("#(?:bean:)?[A-Za-z][\\w.-]*");

    private static final Set<String> REFERRING = Set.of(
            "ref",
            "onExceptionOccurredRef",
            "httpClientConfigurer",
            "objectMapper",
            "aggregationStrategy",
            "aggregationRepository",
            "executorService",
            "idempotentRepository",
            "onPrepare",
            "onRedelivery");

    public RouteNames {
        beans = Set.copyOf(beans);
    }

    /** The same with the beans that route files declare, and with the parameters of their templates. */
    RouteNames with(Collection<YamlNode> documents, Set<String> parameters) {
        Set<String> all = new TreeSet<>(beans);
        documents.stream()
                .filter(YamlNode::isList)
                .flatMap(document -> document.items().stream())
                .filter(YamlNode::isMapping)
                .flatMap(entry -> entry.list("beans").stream())
                .forEach(bean -> all.add(bean.required("name")));
        return new RouteNames(all, placeholder.or(parameters::contains));
    }

    /** Adds a fault for each name that isn't known. */
    void check(YamlNode node) {
        if (node.isList()) {
            node.items().forEach(this::check);
        } else if (node.isMapping()) {
            node.entries().forEach((key, value) -> {
                boolean single = !value.isMapping() && !value.isList();
                if (single
                        && (REFERRING.contains(key)
                                || BEAN.matcher(value.text()).matches())) {
                    checkBean(value);
                }
                check(value);
            });
        } else {
            checkPlaceholders(node);
        }
    }

    private void checkBean(YamlNode node) {
        String name = node.text().replaceFirst("^#(bean:)?", "");
        boolean computed = name.contains(":") || name.contains("{");
        if (!computed && !beans.contains(name)) {
            node.fault("unknown bean " + name + ". Known: " + String.join(", ", new TreeSet<>(beans)));
        }
    }

    private void checkPlaceholders(YamlNode node) {
        Matcher matcher = PLACEHOLDER.matcher(node.text());
        while (matcher.find()) {
            String name = matcher.group(1).strip();
            if (!placeholder.test(name)) {
                node.fault("nothing is known for the placeholder " + name
                        + "; give it a default ({{name:default}}), or name a schedule, e.g. schedule.default");
            }
        }
    }
}
