package io.tandem.document.imports;

import io.tandem.document.DataflowDocument;
import io.tandem.document.FlowIds;
import io.tandem.document.Section;
import io.tandem.flow.Connection;
import io.tandem.flow.Documented;
import io.tandem.flow.LinkPolicy;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The flows that documents describe. Sections of the same two entities become one flow where they say the same of how pairs
 * come into being, or where one mirrors the other: else a record would get two counterparts.
 */
final class FlowDrafts {

    /** With what the name begins that a property has of which no document says more. */
    static final String CONNECTED = "connected_to_";

    private final DescribedSystems described;
    private final List<Group> groups = new ArrayList<>();
    private final ByEntityPair<Group> groupsOf = new ByEntityPair<>();

    /** With what the records of an entity are linked by the other sections of a document, which stands before it. */
    private final Map<String, List<EntityKey>> intoOf = new HashMap<>();

    /** Sections of one flow. */
    private static final class Group {
        private final List<ResolvedSection> there = new ArrayList<>();
        private final List<ResolvedSection> back = new ArrayList<>();

        private Policy thereSays() {
            return there.get(0).policy();
        }

        private Optional<Policy> backSays() {
            return back.stream().map(ResolvedSection::policy).findFirst();
        }

        private boolean repeats(ResolvedSection place) {
            ResolvedSection first = there.get(0);
            return first.source().equals(place.source())
                    && first.target().equals(place.target())
                    && thereSays().equals(place.policy());
        }

        private boolean isMirroredBy(ResolvedSection place) {
            ResolvedSection first = there.get(0);
            Policy policy = place.policy();
            return first.source().equals(place.target())
                    && first.target().equals(place.source())
                    && backSays().map(policy::equals).orElse(true)
                    && thereSays().kind() != Policy.Kind.CONNECTED
                    && (thereSays().mixes() ? policy.mixes() : thereSays().equals(policy));
        }
    }

    private FlowDrafts(DescribedSystems described) {
        this.described = described;
    }

    /** @return in the order of their first sections; ids are those of the first sections, made different */
    static List<FlowDraft> of(List<DataflowDocument> documents, DescribedSystems described) {
        FlowDrafts drafts = new FlowDrafts(described);
        EntityNames names = new EntityNames();
        for (DataflowDocument document : documents) {
            for (Section section : document.sections()) {
                ResolvedSection place = ResolvedSection.of(document, section, described, names);
                drafts.add(place);
                drafts.into(place.stem(), place.source(), place.target());
                drafts.into(place.stem(), place.target(), place.source());
            }
        }
        Map<String, FlowDraft> named = new LinkedHashMap<>();
        ByEntityPair<FlowDraft> draftsOf = new ByEntityPair<>();
        for (Group group : drafts.groups) {
            FlowDraft draft = drafts.draft(group);
            String free = draft.id();
            for (int number = 2; named.containsKey(free); number++) {
                free = draft.id() + "-" + number;
            }
            FlowDraft single = unlessDoubled(draft.called(free), draftsOf.of(draft.source(), draft.target()));
            named.put(free, single);
            draftsOf.add(single.source(), single.target(), single);
        }
        return List.copyOf(named.values());
    }

    private void into(String stem, EntityKey entity, EntityKey partner) {
        List<EntityKey> partners = intoOf.computeIfAbsent(stem + "#" + entity, e -> new ArrayList<>());
        if (!partners.contains(partner)) {
            partners.add(partner);
        }
    }

    private void add(ResolvedSection place) {
        boolean self = place.source().equals(place.target());
        for (Group group : groupsOf.of(place.source(), place.target())) {
            if (group.repeats(place)) {
                group.there.add(place);
                return;
            }
            if (!self && group.isMirroredBy(place)) {
                group.back.add(place);
                return;
            }
        }
        Group group = new Group();
        group.there.add(place);
        groups.add(group);
        groupsOf.add(place.source(), place.target(), group);
    }

    private FlowDraft draft(Group group) {
        boolean turned = !group.back.isEmpty()
                && !group.thereSays().creates()
                && group.back.get(0).policy().creates();
        List<ResolvedSection> there = turned ? group.back : group.there;
        List<ResolvedSection> back = turned ? group.there : group.back;
        ResolvedSection first = there.get(0);
        TableDraft tables = new TableDraft(described, first);
        List<Documented.Section> sections = new ArrayList<>();
        Stream.concat(group.there.stream(), group.back.stream()).forEach(place -> {
            sections.add(section(place, back.contains(place)));
            tables.add(place, back.contains(place));
        });
        Documented said = new Documented(sections, tables.matches(), tables.properties());
        List<Policy> policies = Stream.concat(there.stream(), back.stream())
                .map(ResolvedSection::policy)
                .toList();
        boolean creates = policies.stream().anyMatch(Policy::creates);
        boolean matches = policies.stream().anyMatch(Policy::matches);
        boolean both = !back.isEmpty() && policies.stream().allMatch(Policy::creates);
        boolean connected = first.policy().kind() == Policy.Kind.CONNECTED;
        LinkPolicy link = connected
                ? LinkPolicy.CONNECTED
                : creates ? matches ? LinkPolicy.MATCHED_OR_CREATE : LinkPolicy.EVERY : LinkPolicy.MATCHED;
        FlowDraft draft =
                new FlowDraft(first.flow(), first.source(), first.target(), link, "", both, connections(first), said);
        return whyOff(draft, first.policy(), creates).map(draft::off).orElse(draft);
    }

    private Optional<String> whyOff(FlowDraft draft, Policy policy, boolean creates) {
        if (draft.source().equals(draft.target())) {
            return Optional.of("source and target are the same entity, which can't be kept in step with itself");
        }
        boolean allOff = !draft.said().matches().isEmpty()
                && draft.said().matches().stream()
                        .noneMatch(match -> match.off().isEmpty());
        return Optional.of(policy.whyOff())
                .filter(why -> !why.isEmpty())
                .or(() -> whyNotConnected(draft, policy))
                .or(() -> described.whyOff(draft.source(), draft.createBoth()))
                .or(() -> described.whyOff(draft.target(), creates))
                .or(() -> creates && allOff
                        ? Optional.of(
                                "every match row is off, so each record would get a new counterpart. Switch one on, then set"
                                        + " link: matched-or-create")
                        : Optional.empty());
    }

    private Optional<String> whyNotConnected(FlowDraft draft, Policy policy) {
        if (policy.kind() != Policy.Kind.CONNECTED) {
            return Optional.empty();
        }
        String names = String.join(", ", policy.connectedTo());
        if (draft.connectedTo().isEmpty()) {
            return Optional.of("the document has no flow of " + names + " into "
                    + draft.target().system()
                    + ". Say in connected_to what a record must be connected with, then set link: connected");
        }
        return described.isDescribed(draft.source().system())
                ? Optional.of("nothing says which property of " + draft.source() + " holds the id of its " + names
                        + ". Write it as by: in connected_to, then set link: connected")
                : Optional.empty();
    }

    /** What the document says a record is connected with; by which property it doesn't say, so that has a name of its own. */
    private List<Connection> connections(ResolvedSection place) {
        return place.connectedTo().stream()
                .flatMap(entity -> intoOf.getOrDefault(place.stem() + "#" + entity, List.of()).stream()
                        .filter(into -> into.system().equals(place.target().system()))
                        .map(into -> new Connection(
                                entity, Optional.of(CONNECTED + FlowIds.slug(entity.entity())), Optional.of(into))))
                .toList();
    }

    /** Two flows that both create would give a record two counterparts. */
    private static FlowDraft unlessDoubled(FlowDraft draft, List<FlowDraft> ofTheSameEntities) {
        return ofTheSameEntities.stream()
                .filter(other -> draft.creates() && other.creates())
                .findFirst()
                .map(other ->
                        draft.off(other.id() + " creates counterparts already, and each record would get a second one."
                                + " Decide which flow creates"))
                .orElse(draft);
    }

    private static Documented.Section section(ResolvedSection place, boolean mirrored) {
        Section section = place.section();
        return new Documented.Section(
                place.id(),
                section.entities().a(),
                section.entities().b(),
                section.targetSystem(),
                section.shape(),
                section.freeText(),
                mirrored);
    }
}
