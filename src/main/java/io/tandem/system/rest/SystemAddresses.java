package io.tandem.system.rest;

import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Address;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the systems are: the settings that say it, whether they are set, and what a store belongs to by them. */
final class SystemAddresses {

    private final Map<String, Spec.Descriptor> descriptors;
    private final Function<String, Optional<String>> setting;

    SystemAddresses(Map<String, Spec.Descriptor> descriptors, Function<String, Optional<String>> setting) {
        this.descriptors = descriptors;
        this.setting = setting;
    }

    /** The settings that hold addresses. */
    Set<String> keys() {
        return descriptors.values().stream()
                .flatMap(SystemAddresses::keys)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> keys(Spec.Descriptor descriptor) {
        return descriptor.clients().values().stream().flatMap(client -> Template.places(client.url()).stream());
    }

    /** By setting, those that are set. */
    Map<String, String> set() {
        Map<String, String> addresses = new TreeMap<>();
        keys().forEach(key -> setting.apply(key).ifPresent(address -> addresses.put(key, address)));
        return addresses;
    }

    /** Why a system is off; empty if it is on. */
    Optional<String> whyOff(String system) {
        Spec.Descriptor descriptor = descriptors.get(system);
        return descriptor == null
                ? Optional.of(system + " has no descriptor in config/systems")
                : keys(descriptor)
                        .filter(key -> setting.apply(key).isEmpty())
                        .findFirst()
                        .map(key -> key + " is not set");
    }

    /** By system that is on, its address, and which variants of its entities are chosen. */
    Map<String, String> accounts(Predicate<Spec.Entity> chosen) {
        Map<String, String> accounts = new TreeMap<>();
        descriptors.values().stream()
                .filter(descriptor -> whyOff(descriptor.name()).isEmpty())
                .forEach(descriptor -> accounts.put(descriptor.name(), account(descriptor, chosen)));
        return accounts;
    }

    private String account(Spec.Descriptor descriptor, Predicate<Spec.Entity> chosen) {
        Spec.Client first = descriptor.clients().values().iterator().next();
        String address = Template.places(first.url()).stream()
                .map(key -> setting.apply(key).orElse(""))
                .collect(Collectors.joining());
        String variants = descriptor.entities().values().stream()
                .filter(entity -> !entity.variantOf().isEmpty() && chosen.test(entity))
                .map(entity -> " with " + entity.name())
                .collect(Collectors.joining());
        return Calls.withoutSlash(address) + variants;
    }

    /** Addresses that are called without encryption. */
    Stream<String> notes() {
        return keys().stream()
                .filter(key -> setting.apply(key).filter(Address::isOpenToAll).isPresent())
                .map(key ->
                        key + ": http:// sends credentials and records unencrypted. Use https:// if the system has it");
    }
}
