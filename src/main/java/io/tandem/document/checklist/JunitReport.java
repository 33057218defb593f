package io.tandem.document.checklist;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Checked documents as a build server reads test results: a suite for each document, a case for each line. */
public final class JunitReport {

    private JunitReport() {}

    /** @return XML; a difference is a failure */
    public static String of(List<CheckedDocument> documents) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            newLine(xml);
            xml.writeStartElement("testsuites");
            newLine(xml);
            for (CheckedDocument document : documents) {
                suite(xml, document);
            }
            xml.writeEndElement();
            newLine(xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a report is not XML", e);
        }
        return text.toString();
    }

    private static void suite(XMLStreamWriter xml, CheckedDocument document) throws XMLStreamException {
        List<CheckedLine> lines = document.lines();
        xml.writeStartElement("testsuite");
        attribute(xml, "name", document.document().name());
        attribute(xml, "tests", String.valueOf(lines.size()));
        attribute(
                xml,
                "failures",
                String.valueOf(lines.stream().filter(CheckedLine::isDifference).count()));
        newLine(xml);
        for (CheckedLine line : lines) {
            xml.writeStartElement("testcase");
            attribute(
                    xml,
                    "classname",
                    line.flow().isEmpty() ? document.document().name() : line.flow());
            attribute(xml, "name", line.line() + " " + line.kind().word() + ": " + line.text());
            if (line.isDifference()) {
                xml.writeStartElement("failure");
                attribute(xml, "type", line.verdict().word());
                attribute(
                        xml, "message", line.verdict().word() + (line.detail().isEmpty() ? "" : ": ") + line.detail());
                xml.writeEndElement();
            }
            xml.writeEndElement();
            newLine(xml);
        }
        xml.writeEndElement();
        newLine(xml);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Html.shown(value));
    }

    private static void newLine(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n");
    }
}
