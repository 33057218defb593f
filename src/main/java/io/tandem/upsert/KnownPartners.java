package io.tandem.upsert;

import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Trouble;
import io.tandem.config.Moments;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.Chains;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.system.EntityClient;
import io.tandem.system.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks whether a record has a partner by another way, before it gets a new one (rule 10). A create whose answer was
 * lost may have made the record itself, and its chain of links may lead to a partner. Then nothing is created.
 *
 * <p>Cost: nothing for a flow that creates on one side and closes no circle with others. Else a query for each flow on
 * the entity, a look-up where creates have no answer, and what {@link Chains#of} costs.
 */
final class KnownPartners {

    /** A create whose last try is not older than this is most likely under way. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    /** Clocks may differ by so much when a record's age is compared with that of a create. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Chains chains;
    private final Partners partners;
    private final Function<EntityKey, EntityClient> clients;
    private final FeedNeeds needs;
    private final Leases leases;
    private final Clock clock;
    private final Moments moments;

    KnownPartners(
            Jdbi jdbi,
            Chains chains,
            Partners partners,
            Function<EntityKey, EntityClient> clients,
            FeedNeeds needs,
            Leases leases,
            Clock clock) {
        this.jdbi = jdbi;
        this.chains = chains;
        this.partners = partners;
        this.clients = clients;
        this.needs = needs;
        this.leases = leases;
        this.clock = clock;
        this.moments = new Moments(clock);
    }

    /**
     * Records the creates so that no other flow comes between the look and the record.
     *
     * @param record stores the links of some as {@code creating}
     * @return those that were recorded; some of them with a known partner
     */
    List<Writing> begin(Flow flow, List<Writing> creates, Consumer<List<Writing>> record) {
        List<Writing> left = creates.isEmpty() || !chains.meetsOthers(flow) ? creates : notJustMade(flow, creates);
        if (left.isEmpty() || !chains.closes(flow)) {
            record.accept(left);
            return left;
        }
        try (Leases.Lease one = leases.take(chains.lock(flow), leases.waits().write())) {
            one.renew();
            List<Writing> free = lookAtChains(flow, left);
            record.accept(free);
            return free;
        }
    }

    /** Records that a create of ours may just have made wait until its answer is known. */
    private List<Writing> notJustMade(Flow flow, List<Writing> creates) {
        EntityKey entity = flow.entity(creates.get(0).item().side());
        List<Writing> left = new ArrayList<>(creates);
        jdbi.withHandle(h -> chains.beingMade(h, entity)).forEach((maker, links) -> {
            Map<String, Link> byRef = byReference(maker, entity, links);
            EntityClient client = clients.apply(entity);
            boolean looksUp = client.facts().canLookUp();
            Reading reading = looksUp ? client.lookUp(byRef.keySet(), needs.properties(entity)) : Reading.none();
            Set<String> made = new HashSet<>();
            reading.found().values().forEach(found -> made.add(found.key().id()));
            List<Link> unknown = byRef.entrySet().stream()
                    .filter(e -> !reading.found().containsKey(e.getKey())
                            && (!looksUp || mayShowLate(client, reading, e.getKey(), e.getValue())))
                    .map(Map.Entry::getValue)
                    .toList();
            left.removeIf(writing -> {
                boolean perhaps = !writing.isRepeated()
                        && (made.contains(writing.id()) || unknown.stream().anyMatch(link -> isYounger(writing, link)));
                if (perhaps) {
                    await(flow, writing, latest(links), "a create of " + maker.id() + " may have made it");
                }
                return perhaps;
            });
        });
        return left;
    }

    private static Map<String, Link> byReference(Flow maker, EntityKey made, List<Link> links) {
        Side of = maker.target().equals(made) ? Side.SOURCE : Side.TARGET;
        Map<String, Link> byRef = new HashMap<>();
        links.forEach(
                link -> byRef.put(maker.entity(of).record(link.recordId(of)).toString(), link));
        return byRef;
    }

    /** Whether a look-up that didn't find what a create made may find it later. */
    private boolean mayShowLate(EntityClient client, Reading reading, String ref, Link link) {
        return reading.answers(ref)
                || reading.broken().isPresent()
                || clock.instant().isBefore(link.attempted().plus(client.facts().lookupLag()));
    }

    /**
     * Whether the record may have come after the create was started. A create in the future says nothing: the clock was set
     * since. It may have been set when the record was first seen, so its system's own stamp counts too.
     */
    private boolean isYounger(Writing writing, Link link) {
        Snapshot seen = writing.item().snapshot();
        Instant surelyOlder = link.since().minus(CLOCKS);
        return !moments.vouches(link.since(), "a create")
                || seen.record().modified().isAfter(surelyOlder)
                || seen.changedAt().values().stream().allMatch(since -> since.isAfter(surelyOlder));
    }

    private static Instant latest(List<Link> links) {
        return links.stream()
                .map(Link::attempted)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /**
     * A create that is under way is looked at in the next round. One that stays is tried with growing pauses, where a
     * person sees it.
     */
    private void await(Flow flow, Writing writing, Instant tried, String because) {
        Duration since = Duration.between(tried, clock.instant());
        if (!since.isNegative() && since.compareTo(UNDER_WAY) < 0) {
            writing.holdBack(true);
        } else {
            park(flow, writing, because + ", and its answer isn't known", true);
        }
    }

    private static void park(Flow flow, Writing writing, String because, boolean heals) {
        writing.holdBack(false);
        writing.trouble(new Trouble(
                writing.item().side(),
                writing.id(),
                "",
                flow.id() + ": no " + flow.entity(writing.made()) + " is created for "
                        + writing.item().snapshot().record().key() + ", because " + because,
                heals));
    }

    /** Those whose chains hold no record of the other entity, and those that are linked with the one that their chain holds. */
    private List<Writing> lookAtChains(Flow flow, List<Writing> creates) {
        Side from = creates.get(0).item().side();
        List<String> ids = creates.stream().map(Writing::id).toList();
        Map<String, Chains.Holds> chained = jdbi.withHandle(h -> chains.of(h, flow, from, ids));
        Map<Writing, String> single = new LinkedHashMap<>();
        List<Writing> free = new ArrayList<>();
        for (Writing writing : creates) {
            Chains.Holds holds = chained.getOrDefault(writing.id(), Chains.Holds.NOTHING);
            if (holds.nothing()) {
                free.add(writing);
            } else if (holds.endless() || holds.records().size() > 1) {
                String because = "its chain of links leads to several records there. Remove the wrong links,"
                        + " or link it yourself: tandem link ";
                park(flow, writing, because + flow.id(), false);
            } else if (holds.records().isEmpty()) {
                await(flow, writing, holds.beingMade(), "one is being created for a record that it is linked with");
            } else {
                single.put(writing, holds.records().iterator().next());
            }
        }
        if (!single.isEmpty()) {
            free.addAll(take(flow, from.other(), single));
        }
        return free;
    }

    /** @return those that get the record to which their chain leads; one that is gone gets no other in its place (rule 13) */
    private List<Writing> take(Flow flow, Side made, Map<Writing, String> single) {
        EntityKey entity = flow.entity(made);
        Set<String> ids = Set.copyOf(single.values());
        Reading reading = clients.apply(entity).readByIds(ids, needs.properties(entity));
        Set<Writing> mine = single.keySet().stream()
                .filter(writing -> writing.claims(single.get(writing)))
                .collect(Collectors.toSet());
        Set<String> held = new HashSet<>(
                jdbi.withHandle(h -> Links.holding(h, flow.id(), made, ids)).keySet());
        List<Writing> linked = new ArrayList<>();
        single.forEach((writing, id) -> {
            String leads = "its chain of links leads to " + entity.record(id);
            SyncRecord partner = reading.found().get(id);
            if (reading.unread().containsKey(id) || !reading.answers(id)) {
                park(flow, writing, leads + ", which can't be read now", true);
            } else if (partner == null || !partner.live()) {
                writing.holdBack(false);
            } else if (!mine.contains(writing)) {
                park(flow, writing, leads + Partners.IN_HAND, true);
            } else if (partners.isUnlinked(flow, writing, id) || !held.add(id)) {
                String but = ", which is linked to another record or was unlinked from this one. Link the right ones by"
                        + " hand: tandem link ";
                park(flow, writing, leads + but + flow.id(), false);
            } else {
                writing.knownPartner(partner);
                linked.add(writing);
            }
        });
        return linked;
    }
}
