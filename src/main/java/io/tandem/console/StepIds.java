package io.tandem.console;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Gives the steps of a routes' dump the ids that their MBeans have: with the route's {@code nodePrefixId}.
 *
 * <p>Camel dumps a step as {@code upsert} and counts it as {@code flow/upsert}; Hawtio's diagram joins both by id and would
 * show no counts.
 */
final class StepIds {

    private StepIds() {}

    static String prefixed(String xml) {
        try {
            DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
            parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = parsers.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
            NodeList routes = document.getElementsByTagName("route");
            for (int i = 0; i < routes.getLength(); i++) {
                prefixSteps((Element) routes.item(i));
            }
            return text(document);
        } catch (ParserConfigurationException | SAXException | IOException | TransformerException e) {
            throw new IllegalStateException("Camel's dump of the routes can't be read", e);
        }
    }

    private static void prefixSteps(Element route) {
        String prefix = route.getAttribute("nodePrefixId");
        NodeList steps = route.getElementsByTagName("*");
        for (int i = 0; i < steps.getLength(); i++) {
            Element step = (Element) steps.item(i);
            String id = step.getAttribute("id");
            if (!id.isEmpty() && !id.startsWith(prefix)) {
                step.setAttribute("id", prefix + id);
            }
        }
    }

    private static String text(Document document) throws TransformerException {
        TransformerFactory factory = TransformerFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer writer = factory.newTransformer();
        writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        writer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }
}
