package io.tandem.system.descriptor;

import io.tandem.config.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads how a system is signed in to, and how its answers say that something is wrong. */
final class ClientReader {

    private ClientReader() {}

    static Map<String, String> texts(YamlNode node, String key) {
        Map<String, String> found = new LinkedHashMap<>();
        node.get(key).ifPresent(map -> map.entries().forEach((name, value) -> found.put(name, value.text())));
        return found;
    }

    static Spec.Client client(String name, YamlNode node) {
        node.only(DescriptorKeys.CLIENT);
        return new Spec.Client(
                name,
                node.required("url"),
                texts(node, "headers"),
                node.list("auth").stream().map(ClientReader::auth).toList());
    }

    private static Spec.Auth auth(YamlNode node) {
        node.only(DescriptorKeys.AUTH);
        if (node.get("bearer").isPresent()) {
            return new Spec.Auth.Bearer(node.required("bearer"));
        }
        if (node.get("basic").isPresent()) {
            YamlNode basic = node.get("basic").get();
            basic.only(DescriptorKeys.BASIC);
            return new Spec.Auth.Basic(basic.required("user"), basic.required("password"));
        }
        YamlNode oauth = node.get("oauth2").orElse(node);
        if (oauth == node) {
            node.fault("auth needs one of bearer, basic, oauth2");
        }
        oauth.only(DescriptorKeys.OAUTH2);
        return new Spec.Auth.OAuth2(
                oauth.required("token_url"),
                oauth.choice("credentials", Place.class, Place.HEADER) == Place.FORM,
                oauth.required("id"),
                oauth.required("secret"),
                oauth.text("instance_url").orElse(""),
                oauth.text("pinned_by").orElse(""));
    }

    private enum Place {
        FORM,
        HEADER
    }

    static Spec.Answers answers(YamlNode file) {
        YamlNode node = file.get("answers").orElse(null);
        if (node == null) {
            return new Spec.Answers(Map.of(), Spec.Words.none(), "", "", "", "", List.of());
        }
        node.only(DescriptorKeys.ANSWERS);
        return new Spec.Answers(
                CallReader.conditions(node, "failed_when"),
                words(node),
                node.get("retry_after").map(ClientReader::pausePattern).orElse(""),
                node.text("remaining").orElse(""),
                node.text("reset").orElse(""),
                node.text("usage").orElse(""),
                node.list("problems").stream()
                        .map(rule -> rule(rule, !node.texts("message").isEmpty()))
                        .toList());
    }

    static Spec.Words words(YamlNode node) {
        return new Spec.Words(node.texts("code"), node.texts("message"), node.texts("fields"));
    }

    private static String pausePattern(YamlNode node) {
        try {
            Pattern pattern = Pattern.compile(node.text());
            if (pattern.matcher("").groupCount() == 0) {
                node.fault(node.text() + " has no group for the time to wait, e.g. in (\\d+) seconds");
            }
            return pattern.pattern();
        } catch (PatternSyntaxException e) {
            node.fault(node.text() + " is no regular expression: " + e.getDescription());
            return "";
        }
    }

    /** @param readsMessages whether the answers say where their message stands */
    private static Spec.Answers.Rule rule(YamlNode node, boolean readsMessages) {
        node.only(DescriptorKeys.PROBLEM);
        List<String> messages = node.texts("message");
        if (!messages.isEmpty() && !readsMessages) {
            node.fault("the rule looks at the message, but answers.message doesn't say where that stands");
        }
        if (messages.stream().anyMatch(String::isBlank)) {
            node.fault("an empty text stands in every message; wanted a part of the vendor's message");
        }
        List<String> statuses = node.texts("status");
        statuses.stream()
                .filter(status -> !status.matches("[1-5]\\d\\d"))
                .forEach(status -> node.fault(status + " is no HTTP status, e.g. 404"));
        return new Spec.Answers.Rule(
                statuses.stream()
                        .filter(status -> status.matches("\\d{3}"))
                        .map(Integer::parseInt)
                        .toList(),
                node.texts("code"),
                messages,
                node.choice("is", Problem.Kind.class, Problem.Kind.INVALID),
                node.text("existing").orElse(""));
    }
}
