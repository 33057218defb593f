package io.tandem.system.descriptor;

import io.tandem.config.Fault;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether the settings that a system's clients sign in with are all there, and its addresses are addresses. */
public record SignInSettings(Function<String, Optional<String>> setting) {

    public void check(Spec.Descriptor descriptor, List<Fault> faults) {
        for (Spec.Client client : descriptor.clients().values()) {
            Template.places(client.url())
                    .forEach(key -> Address.check(key, setting.apply(key).orElse(""), faults));
            boolean complete = client.auth().isEmpty()
                    || client.auth().stream().anyMatch(auth -> missing(auth).isEmpty());
            if (!complete) {
                faults.add(new Fault(
                        "",
                        0,
                        descriptor.name() + " has an address, but settings to sign in are missing: "
                                + client.auth().stream()
                                        .map(auth -> String.join(", ", missing(auth)))
                                        .collect(Collectors.joining("; or "))));
            }
            client.headers().values().forEach(value -> Template.places(value).stream()
                    .filter(key -> setting.apply(key).isEmpty())
                    .forEach(key -> faults.add(
                            new Fault("", 0, descriptor.name() + " has an address, but " + key + " is missing"))));
        }
    }

    private List<String> missing(Spec.Auth auth) {
        List<String> templates;
        if (auth instanceof Spec.Auth.Bearer bearer) {
            templates = List.of(bearer.token());
        } else if (auth instanceof Spec.Auth.Basic basic) {
            templates = List.of(basic.user(), basic.password());
        } else {
            templates = List.of(((Spec.Auth.OAuth2) auth).id(), ((Spec.Auth.OAuth2) auth).secret());
        }
        return templates.stream()
                .flatMap(template -> Template.places(template).stream())
                .filter(key -> setting.apply(key).isEmpty())
                .toList();
    }
}
