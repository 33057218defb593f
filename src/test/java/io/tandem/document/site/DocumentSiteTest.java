package io.tandem.document.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.Condition;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Connection;
import io.tandem.flow.Direction;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Reference;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.RowBuilder;
import io.tandem.record.EntityKey;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.InputSource;

class DocumentSiteTest {

    private static final EntityKey CUPS = EntityKey.parse("teapot/cups");
    private static final EntityKey STAMPS = EntityKey.parse("letterbox/stamps");
    private static final String ID = "teapot-cups--letterbox-stamps";

    private static Flow flow(LinkPolicy link, List<Row> rows, List<Condition> where, boolean both) {
        boolean matches = link == LinkPolicy.MATCHED || link == LinkPolicy.MATCHED_OR_CREATE;
        List<List<MatchPair>> match = matches
                ? List.of(
                        List.of(new MatchPair("mail", "Emails.Value")),
                        List.of(new MatchPair("name", "Name"), new MatchPair("born", "Year")))
                : List.of();
        FlowBuilder flow = FlowBuilder.of(CUPS, STAMPS)
                .id(ID)
                .description("Cups & stamps.")
                .link(link)
                .match(match)
                .rows(rows)
                .where(where)
                .documented(new Documented(
                        List.of(),
                        List.of(new Documented.Match(
                                List.of(new MatchPair("id", "id")),
                                "ids of two systems are seldom the same",
                                List.of())),
                        List.of()));
        if (link == LinkPolicy.OFF) {
            flow.off("nobody wants it");
        }
        if (link == LinkPolicy.CONNECTED) {
            flow.connectedTo(
                    new Connection(EntityKey.parse("teapot/saucers"), Optional.of("saucer_id"), Optional.empty()));
        }
        return (both ? flow.createBoth() : flow).build();
    }

    private static Row row(String source, String target, Direction direction, ConflictPolicy conflict) {
        return RowBuilder.of(source, target)
                .direction(direction)
                .conflict(conflict)
                .build();
    }

    private static Map<String, String> site(Flow flow) {
        return DocumentSite.of(
                List.of(flow), name -> "<" + name + ">", List.of("a-b.rst"), Map.of(), DocumentSite.Format.BOTH);
    }

    private static String page(Flow flow) {
        return site(flow).get(ID + ".md");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EVERY | Every record of \\<teapot\\> cups without a link gets a new one in \\<letterbox\\> stamps.",
                "MATCHED | Nothing is created. A record of \\<teapot\\> cups and one of \\<letterbox\\> stamps are linked when they match",
                "MATCHED_OR_CREATE | if none does, a new one is created.",
                "CONNECTED | that is connected with a linked record of `teapot/saucers` (through `saucer_id`).",
                "OFF | This flow is switched off: nobody wants it."
            })
    void saysHowPairsComeAbout(LinkPolicy link, String sentence) {
        assertThat(page(flow(link, List.of(), List.of(), false))).contains(sentence);
    }

    @Test
    void saysWhatMatches_andThatNothingIsGuessed() {
        assertThat(page(flow(LinkPolicy.MATCHED, List.of(), List.of(), false)))
                .contains("`mail` in \\<teapot\\> cups equals `Emails.Value` in \\<letterbox\\> stamps, or when `name`")
                .contains(" and `born` in ")
                .contains("nothing is guessed");
    }

    @Test
    void saysWhoTakesPart_andThatBothSidesCreate() {
        Condition condition = new Condition("kind", false, List.of(TextNode.valueOf("XL")));
        assertThat(page(flow(LinkPolicy.EVERY, List.of(), List.of(condition), true)))
                .contains("only those records take part whose `kind` is `XL`.")
                .contains("The same goes the other way");
    }

    @Test
    void saysOfEachRowWhatIsNotUsual() {
        Row usual = row("mail", "Emails.Value", Direction.BOTH, ConflictPolicy.LATEST);
        Row oneWay = row("born", "Year", Direction.FORWARD, ConflictPolicy.MANUAL);
        Row table = RowBuilder.of("kind", "Big")
                .type(ValueType.BOOLEAN)
                .values(Map.of("XL", BooleanNode.TRUE))
                .extra()
                .when(new SideCondition(Side.SOURCE, new Condition("type", false, List.of(TextNode.valueOf("cup")))))
                .build();
        Row reference = RowBuilder.reference(
                        "saucer_id",
                        "SaucerId",
                        new Reference(EntityKey.parse("teapot/saucers"), EntityKey.parse("letterbox/trays")))
                .type(ValueType.NONE)
                .build();
        assertThat(page(flow(LinkPolicy.EVERY, List.of(usual, oneWay, table, reference), List.of(), false)))
                .contains("| `mail` | `Emails.Value` | string | both ways | |")
                .contains("| `born` | `Year` | string | only from source to target | |")
                .contains("both ways; only while the source type=cup; `XL` is `true`; the site's own row")
                .contains("a record of `teapot/saucers` becomes the record of `letterbox/trays`")
                .contains("When both were edited differently: a person decides: `tandem conflicts` (`Year`).")
                .contains("two different ones are left to a person (`SaucerId`).");
    }

    @Test
    void saysWhatIsSwitchedOff() {
        assertThat(page(flow(LinkPolicy.EVERY, List.of(), List.of(), false)))
                .contains("## Switched off\n\n- the match `id` = `id`: ids of two systems are seldom the same");
    }

    @ParameterizedTest
    @EnumSource(LinkPolicy.class)
    void makesPagesAndAMap_thatHoldNoMarkupOfOthers(LinkPolicy link) throws Exception {
        Map<String, String> site = site(flow(link, List.of(), List.of(), false));
        assertThat(site).containsOnlyKeys("index.html", "index.md", "map.svg", ID + ".html", ID + ".md");
        assertThat(site.values()).allMatch(text -> !text.contains("<teapot>") && !text.contains("<script"));
        assertThat(site.get("index.html")).contains("&lt;teapot&gt;", "documents/a-b.rst", ID + ".html");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(site.get("map.svg"))));
    }

    @Test
    void drawsSystemsThatFeedEachOther() {
        Flow there = flow(LinkPolicy.EVERY, List.of(), List.of(), false);
        Flow back = FlowBuilder.of(STAMPS, EntityKey.parse("teapot/saucers"))
                .id("letterbox-stamps--teapot-saucers")
                .link(LinkPolicy.MATCHED)
                .build();
        String map = SystemMap.of(List.of(there, back), name -> name);
        assertThat(map)
                .contains("<title>" + ID + "</title>", "<title>letterbox-stamps--teapot-saucers</title>")
                .contains(">saucers</text>");
    }

    @Test
    void showsAnExample_andThatTheSandboxAddsRows() {
        Example example = new Example(
                "teapot/cups/1",
                "letterbox/stamps/2",
                "they match",
                List.of(new Example.Value("name", "a|b", "Name", "<b>")));
        Map<String, String> site = DocumentSite.of(
                List.of(flow(LinkPolicy.MATCHED, List.of(), List.of(), false)),
                name -> name,
                List.of(),
                Map.of(ID, example),
                DocumentSite.Format.MARKDOWN);
        assertThat(site).doesNotContainKey("index.html");
        assertThat(site.get(ID + ".md"))
                .contains("`teapot/cups/1` and `letterbox/stamps/2` are linked, because they match.")
                .contains("| `name` | a\\|b | `Name` | \\<b\\> |")
                .contains("The sandbox adds rows of its own");
    }
}
