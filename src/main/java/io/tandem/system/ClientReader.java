package io.tandem.system;

import io.tandem.config.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            return new Spec.Answers(Map.of(), List.of(), List.of(), "", "", "", "", List.of());
        }
        node.only(DescriptorKeys.ANSWERS);
        return new Spec.Answers(
                CallReader.conditions(node, "failed_when"),
                node.texts("code"),
                node.texts("message"),
                node.text("retry_after").orElse(""),
                node.text("remaining").orElse(""),
                node.text("reset").orElse(""),
                node.text("usage").orElse(""),
                node.list("problems").stream().map(ClientReader::rule).toList());
    }

    private static Spec.Answers.Rule rule(YamlNode node) {
        node.only(DescriptorKeys.PROBLEM);
        return new Spec.Answers.Rule(
                node.texts("status").stream().map(Integer::parseInt).toList(),
                node.texts("code"),
                node.choice("is", Problem.Kind.class, Problem.Kind.INVALID),
                node.text("existing").orElse(""));
    }
}
