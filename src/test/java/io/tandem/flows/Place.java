package io.tandem.flows;

import io.tandem.kit.Person;
import io.tandem.record.Json;

/** One record, as a person sees and edits it over its system's own API. */
interface Place {

    /** @return null for empty */
    String read(String property);

    void edit(String property, String value);

    private static String json(String property, String value) {
        return Json.text(java.util.Map.of(property, value));
    }

    /** @param kind {@code users}, {@code organizations} or {@code tickets} */
    static Place zendesk(Person person, String kind, String id) {
        String one = kind.substring(0, kind.length() - 1);
        return new Place() {
            @Override
            public String read(String property) {
                return person.zendesk("GET", kind + "/" + id + ".json", null)
                        .path(one)
                        .path(property)
                        .asText(null);
            }

            @Override
            public void edit(String property, String value) {
                if (property.equals("email")) {
                    String identity = person.zendesk(
                                    "POST",
                                    "users/" + id + "/identities.json",
                                    "{\"identity\":{\"type\":\"email\",\"value\":\"" + value + "\"}}")
                            .path("identity")
                            .path("id")
                            .asText();
                    person.zendesk("PUT", "users/" + id + "/identities/" + identity + "/make_primary.json", "{}");
                } else {
                    person.zendesk("PUT", kind + "/" + id + ".json", "{\"" + one + "\":" + json(property, value) + "}");
                }
            }
        };
    }

    static Place salesforce(Person person, String object, String id) {
        return new Place() {
            @Override
            public String read(String property) {
                return person.salesforce("GET", "sobjects/" + object + "/" + id, null)
                        .path(property)
                        .asText(null);
            }

            @Override
            public void edit(String property, String value) {
                person.salesforce("PATCH", "sobjects/" + object + "/" + id, json(property, value));
            }
        };
    }

    static Place pms(Person person, String collection, String origin, String id) {
        return new Place() {
            @Override
            public String read(String property) {
                return new PmsCollection(collection, origin, property).value(person, id);
            }

            @Override
            public void edit(String property, String value) {
                new PmsCollection(collection, origin, property).edit(person, id, value);
            }
        };
    }

    static Place customer(Person person, String id) {
        return new Place() {
            @Override
            public String read(String property) {
                return person.powerOffice("GET", "v2/Customers/" + id, null)
                        .path(property)
                        .asText(null);
            }

            @Override
            public void edit(String property, String value) {
                person.powerOffice(
                        "PATCH",
                        "v2/Customers/" + id,
                        "[{\"op\":\"replace\",\"path\":\"/" + property + "\",\"value\":\"" + value + "\"}]");
            }
        };
    }

    /** A contact person of the customer 1. */
    static Place contact(Person person, String id) {
        return new Place() {
            @Override
            public String read(String property) {
                return person.powerOffice("GET", "v1/PartyContactPerson/?$filter=(Id%20eq%20" + id + ")", null)
                        .path("data")
                        .path(0)
                        .path(property)
                        .asText(null);
            }

            @Override
            public void edit(String property, String value) {
                person.powerOffice(
                        "POST",
                        "v1/Customer/1/Contact/",
                        "{\"id\":" + id + "," + json(property, value).substring(1));
            }
        };
    }
}
