package io.tandem.system.descriptor;

import io.tandem.config.Key;
import io.tandem.config.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether each page of a list asks for another place in it. A list that asks for its first page again would end there, and
 * look complete.
 */
final class PagingCheck {

    private static final List<Key<?>> OF_EVERY_PAGE =
            List.of(CallKeys.LINE_OF_CALL, CallKeys.QUERY, CallKeys.CALL_HEADERS, CallKeys.BODY);

    private final YamlNode fetch;
    private final String paging;

    PagingCheck(YamlNode fetch) {
        this.fetch = fetch;
        this.paging = CallKeys.PAGING.at(fetch).map(YamlNode::text).orElse("link");
    }

    void run() {
        if (CallKeys.SIDE_BY_SIDE.of(fetch) && !hasParts()) {
            CallKeys.SIDE_BY_SIDE
                    .at(fetch)
                    .ifPresent(node -> node.fault("side_by_side is for paging: cursor or link, in order of"
                            + " stamps: not with ordered: false, exclusive: true or watermark: cursor"));
        }
        switch (paging) {
            case "cursor" -> {
                if (CallKeys.NEXT.at(fetch).isPresent()) {
                    check(Set.of("cursor"), CallKeys.FOLLOWING);
                }
            }
            case "time" -> check(Set.of("since", "stamp"), CallKeys.SINCE);
            case "page" -> check(Set.of("page"), CallKeys.SINCE, CallKeys.FULL);
            case "offset" -> check(Set.of("skip"), CallKeys.SINCE, CallKeys.FULL);
            default -> {} // a link says all of the next page; what is no paging, the reader has said
        }
    }

    private boolean hasParts() {
        return Set.of("cursor", "link").contains(paging)
                && CallKeys.ORDERED.of(fetch)
                && !CallKeys.EXCLUSIVE.of(fetch)
                && CallKeys.WATERMARK.of(fetch) == CallKeys.Start.STAMP;
    }

    /** @param queries those of some pages: one that is there must move, unless something of every page does */
    private void check(Set<String> places, Key<?>... queries) {
        if (OF_EVERY_PAGE.stream().anyMatch(key -> moves(key, places))) {
            return;
        }
        List<Key<?>> there = List.of(queries).stream()
                .<Key<?>>filter(key -> key.at(fetch).isPresent())
                .toList();
        there.stream().filter(key -> !moves(key, places)).forEach(key -> key.at(fetch)
                .ifPresent(query -> query.fault(words(places))));
        if (there.isEmpty()) {
            CallKeys.PAGING.at(fetch).ifPresent(node -> node.fault(words(places)));
        }
    }

    private boolean moves(Key<?> key, Set<String> places) {
        Optional<YamlNode> node = key.at(fetch);
        return node.isPresent()
                && node.get()
                        .scalars()
                        .flatMap(text -> Template.named(text.text()).stream())
                        .anyMatch(place -> places.contains(place.name()));
    }

    private String words(Set<String> places) {
        String place = places.contains("since") ? "since" : places.iterator().next();
        return "paging: " + paging + " goes on by {" + place
                + "}, which is not here nor in the call's query, path, headers or body: each page would be the first one"
                + " again";
    }
}
