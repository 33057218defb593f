package io.tandem.system.descriptor;

import io.tandem.config.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads how a system is signed in to, and how its answers say that something is wrong. */
final class ClientReader {

    private ClientReader() {}

    static Spec.Client client(String name, YamlNode node) {
        return new Spec.Client(
                name,
                DescriptorKeys.URL.of(node),
                DescriptorKeys.HEADERS.of(node),
                DescriptorKeys.AUTH.of(node).stream().map(ClientReader::auth).toList());
    }

    private static Spec.Auth auth(YamlNode node) {
        if (DescriptorKeys.BEARER.isIn(node)) {
            return new Spec.Auth.Bearer(DescriptorKeys.BEARER.of(node));
        }
        if (DescriptorKeys.BASIC.isIn(node)) {
            YamlNode basic = DescriptorKeys.BASIC.of(node).orElse(node);
            return new Spec.Auth.Basic(DescriptorKeys.USER.of(basic), DescriptorKeys.PASSWORD.of(basic));
        }
        if (!DescriptorKeys.OAUTH2.isIn(node)) {
            node.fault("auth needs one of bearer, basic, oauth2");
            return new Spec.Auth.Bearer("");
        }
        YamlNode oauth = DescriptorKeys.OAUTH2.of(node).orElse(node);
        return new Spec.Auth.OAuth2(
                DescriptorKeys.TOKEN_URL.of(oauth),
                DescriptorKeys.CREDENTIALS.of(oauth) == DescriptorKeys.Place.FORM,
                DescriptorKeys.CLIENT_ID.of(oauth),
                DescriptorKeys.CLIENT_SECRET.of(oauth),
                DescriptorKeys.INSTANCE_URL.of(oauth),
                DescriptorKeys.PINNED_BY.of(oauth));
    }

    static Spec.Answers answers(YamlNode file) {
        YamlNode node = DescriptorKeys.ANSWERS.of(file).orElse(null);
        if (node == null) {
            return new Spec.Answers(Map.of(), Spec.Words.none(), "", "", "", "", List.of());
        }
        Spec.Words words = words(node);
        return new Spec.Answers(
                CallReader.conditions(node, CallKeys.FAILED_WHEN),
                words,
                DescriptorKeys.RETRY_AFTER
                        .at(node)
                        .map(ClientReader::pausePattern)
                        .orElse(""),
                DescriptorKeys.REMAINING.of(node),
                DescriptorKeys.RESET.of(node),
                DescriptorKeys.USAGE.of(node),
                DescriptorKeys.PROBLEMS.of(node).stream()
                        .map(rule -> rule(rule, !words.message().isEmpty()))
                        .toList());
    }

    static Spec.Words words(YamlNode node) {
        return new Spec.Words(CallKeys.CODE.of(node), CallKeys.MESSAGE.of(node), CallKeys.FIELDS.of(node));
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
        List<String> messages = DescriptorKeys.MESSAGE.of(node);
        if (!messages.isEmpty() && !readsMessages) {
            node.fault("the rule looks at the message, but answers.message doesn't say where that stands");
        }
        if (messages.stream().anyMatch(String::isBlank)) {
            node.fault("an empty text stands in every message; wanted a part of the vendor's message");
        }
        List<String> statuses = DescriptorKeys.STATUS.of(node);
        statuses.stream()
                .filter(status -> !status.matches("[1-5]\\d\\d"))
                .forEach(status -> node.fault(status + " is no HTTP status, e.g. 404"));
        return new Spec.Answers.Rule(
                statuses.stream()
                        .filter(status -> status.matches("\\d{3}"))
                        .map(Integer::parseInt)
                        .toList(),
                DescriptorKeys.CODE.of(node),
                messages,
                DescriptorKeys.IS.of(node),
                DescriptorKeys.EXISTING.of(node));
    }
}
