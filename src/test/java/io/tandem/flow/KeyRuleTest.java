package io.tandem.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.fetch.FeedNeeds;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2: which keys a record can be matched by. */
class KeyRuleTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final KeyRule SOURCE = rule(Side.SOURCE, List.of(), List.of());
    private static final KeyRule TARGET = rule(Side.TARGET, List.of(), List.of());

    /** First by email, else by name and number. */
    private static KeyRule rule(Side side, List<Condition> where, List<Condition> targetWhere) {
        Flow flow = FlowBuilder.of(USERS, EntityKey.parse("shop/contacts"))
                .id("users")
                .link(LinkPolicy.MATCHED)
                .match(List.of(
                        List.of(new MatchPair("email", "mail")),
                        List.of(new MatchPair("name", "title"), new MatchPair("number", "code"))))
                .where(where)
                .targetWhere(targetWhere)
                .build();
        return new KeyRule(flow, side, List.of(List.of(true), List.of(false, false)));
    }

    private static Condition yes(String property) {
        return new Condition(property, false, List.of(TextNode.valueOf("yes")));
    }

    private static SyncRecord record(Presence presence, String json) {
        Values values = Values.fromJson(json.replace('\'', '"'));
        return new SyncRecord(USERS.record("1"), values, Instant.EPOCH, null, presence);
    }

    private static SyncRecord live(String json) {
        return record(Presence.LIVE, json);
    }

    private static String only(String json) {
        return SOURCE.keys(live(json)).get(0).text();
    }

    @Test
    void readsEachSidesOwnProperties() {
        assertThat(SOURCE.keys(live("{'email':'a@x','mail':'b@x'}"))).containsExactly(new KeyRule.Key(0, "a@x"));
        assertThat(TARGET.keys(live("{'email':'a@x','mail':'b@x'}"))).containsExactly(new KeyRule.Key(0, "b@x"));
    }

    /** A document's pair can depend on another property of the record; each side asks its own. */
    @Test
    void makesNoKey_whenTheConditionOfItsSideDoesNotHold() {
        SideCondition business =
                new SideCondition(Side.SOURCE, new Condition("type", false, List.of(TextNode.valueOf("business"))));
        MatchPair pair = new MatchPair("email", "email", List.of(business));
        Flow flow = Flows.flow(LinkPolicy.MATCHED, USERS, EntityKey.parse("shop/contacts"), List.of(List.of(pair)));
        List<List<Boolean>> plain = List.of(List.of(false));
        assertThat(new KeyRule(flow, Side.SOURCE, plain).keys(live("{'email':'a@x','type':'business'}")))
                .hasSize(1);
        assertThat(new KeyRule(flow, Side.SOURCE, plain).keys(live("{'email':'a@x','type':'private'}")))
                .isEmpty();
        assertThat(new KeyRule(flow, Side.TARGET, plain).keys(live("{'email':'a@x'}")))
                .hasSize(1);
        assertThat(new FeedNeeds(List.of(flow), EntityFacts::unknown).properties(USERS))
                .containsExactly("email", "type");
    }

    @ParameterizedTest
    @ValueSource(strings = {" A@X.com ", "a@x.COM\\n", "\\u2003a@x.com"})
    void comparesEmailsWithoutCaseAndOuterBlanks(String email) {
        assertThat(only("{'email':'" + email + "'}")).isEqualTo("a@x.com");
    }

    @Test
    void comparesOtherTextWithCase_trimmed() {
        assertThat(only("{'name':' Ann ','number':7}")).isEqualTo("Ann\u001f7");
        assertThat(only("{'name':'ANN','number':7}")).isNotEqualTo("Ann\u001f7");
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "7.0, 7", "\"7\", 7", "9223372036854775807, 9223372036854775807", "1e3, 1000"})
    void comparesNumbersAndTextDigitByDigit(String json, String digits) {
        assertThat(only("{'name':'Ann','number':" + json + "}")).isEqualTo("Ann\u001f" + digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'  '", "[]"})
    void anEmptyPartMakesNoKey(String empty) {
        assertThat(SOURCE.keys(live("{'email':" + empty + "}"))).isEmpty();
        assertThat(SOURCE.keys(live("{'name':'Ann','number':" + empty + "}"))).isEmpty();
        assertThat(SOURCE.keys(live("{'name':'Ann'}"))).isEmpty();
    }

    @Test
    void givesAKeyForEachAlternative_numbered() {
        assertThat(SOURCE.keys(live("{'email':'a@x','name':'Ann','number':7}")))
                .containsExactly(new KeyRule.Key(0, "a@x"), new KeyRule.Key(1, "Ann\u001f7"));
        assertThat(SOURCE.keys(live("{'name':'Ann','number':7}"))).containsExactly(new KeyRule.Key(1, "Ann\u001f7"));
    }

    @Test
    void partsDoNotRunIntoEachOther() {
        assertThat(only("{'name':'a','number':'b c'}")).isNotEqualTo(only("{'name':'a b','number':'c'}"));
        assertThat(only("{'name':'ab','number':'c'}")).isNotEqualTo(only("{'name':'a','number':'bc'}"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIVE")
    void onlyLiveRecordsHaveKeys(Presence presence) {
        assertThat(SOURCE.keys(record(presence, "{'email':'a@x'}"))).isEmpty();
    }

    @Test
    void asksForTheConditionsOfItsOwnSideAlone() {
        KeyRule source = rule(Side.SOURCE, List.of(yes("active")), List.of(yes("known")));
        KeyRule target = rule(Side.TARGET, List.of(yes("active")), List.of(yes("known")));
        SyncRecord active = live("{'email':'a@x','mail':'a@x','active':'yes'}");
        SyncRecord known = live("{'email':'a@x','mail':'a@x','known':'yes'}");
        assertThat(source.keys(active)).hasSize(1);
        assertThat(source.keys(known)).isEmpty();
        assertThat(target.keys(known)).hasSize(1);
        assertThat(target.keys(active)).isEmpty();
    }

    @Test
    void keepsKeysOf300CharactersAsTheyAre_andHashesLongerOnes() {
        assertThat(only("{'email':'" + "a".repeat(300) + "'}")).isEqualTo("a".repeat(300));
        String hashed = only("{'email':'" + "a".repeat(301) + "'}");
        assertThat(hashed).startsWith("sha256:").hasSize(7 + 64);
        assertThat(only("{'email':'" + "A".repeat(301) + "'}")).isEqualTo(hashed);
        assertThat(only("{'email':'" + "b".repeat(301) + "'}")).isNotEqualTo(hashed);
    }
}
