package io.tandem.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** No archive leaves a build without its bill of materials unseen: the build's own steps say so. */
class BillOfMaterialsTest {

    private static final String BILL = "${project.build.directory}/tandem.cdx.json";

    private static Document pom() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
    }

    private static List<Element> all(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Element execution(String id) throws Exception {
        return all(pom().getElementsByTagName("execution")).stream()
                .filter(step -> step.getElementsByTagName("id").getLength() == 1
                        && text(step, "id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Element of, String name) {
        return of.getElementsByTagName(name).item(0).getTextContent();
    }

    @Test
    void packageFails_whenItWasNotMade_andTheBuildIsNotOffline() throws Exception {
        Element step = execution("bill-of-materials");
        assertThat(text(step, "phase")).isEqualTo("package");
        Element made = (Element) step.getElementsByTagName("available").item(0);
        assertThat(made.getAttribute("file")).isEqualTo(BILL);
        Element fail = (Element) step.getElementsByTagName("fail").item(0);
        assertThat(all(fail.getElementsByTagName("and"))).hasSize(1);
        assertThat(all(fail.getElementsByTagName("not"))).hasSize(3);
        assertThat(all(fail.getElementsByTagName("equals")))
                .singleElement()
                .satisfies(bill -> assertThat(bill.getAttribute("arg1")).isEqualTo("${bill}"));
        assertThat(all(fail.getElementsByTagName("contains")))
                .extracting(flag -> flag.getAttribute("substring").strip())
                .containsExactlyInAnyOrder("-o", "--offline");
    }

    /** One that an earlier build left would pass for this one's. */
    @Test
    void anEarlierOneIsDeletedFirst() throws Exception {
        Element before = execution("modes");
        assertThat(text(before, "phase")).isEqualTo("prepare-package");
        assertThat(all(before.getElementsByTagName("delete")))
                .extracting(delete -> delete.getAttribute("file"))
                .contains(BILL);
    }

    @Test
    void itIsMadeAtPackage() throws Exception {
        assertThat(text(execution("sbom"), "phase")).isEqualTo("package");
    }
}
