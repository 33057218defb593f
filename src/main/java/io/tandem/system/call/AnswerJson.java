package io.tandem.system.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tandem.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Reads answers: JSON whose tree would take too much memory is refused while it is read, before the tree is there.
 *
 * <p>The length of a text says little about its tree: {@code {},} has three bytes, its object more than twenty times that. So
 * what counts is an estimate of the tree, token by token.
 */
public final class AnswerJson extends JsonFactory {

    private static final long serialVersionUID = 1;

    /** One answer's share of the heap: several flows read at the same time, and records, links and routes need room too. */
    private static final int SHARE_OF_HEAP = 8;

    private static final int DEEPEST = 200;
    private static final int MOST_DIGITS = 200;
    private static final int LARGEST_SCALE = 1_000;

    /** In bytes. Jackson keeps a table of all names and copies it as it grows: long ones would take minutes. */
    private static final int LONGEST_NAME = 500;

    /** In characters; names of that length or less are few in an answer, and shared by its records. */
    private static final int USUAL_NAME = 32;

    /** Bytes, as a 64-bit Java lays them out: a map with its first table, a list with its first array. */
    private static final int OBJECT = 160;

    private static final int LIST = 104;
    private static final int FIELD = 40;
    private static final int TEXT = 56;
    private static final int NUMBER = 100;

    private final long treeBytes;

    private AnswerJson(JsonFactoryBuilder settings, long treeBytes) {
        super(settings);
        this.treeBytes = treeBytes;
    }

    public static JsonMapper mapper() {
        return mapper(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** @param treeBytes about what the tree of one answer may take */
    public static JsonMapper mapper(long treeBytes) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(MOST_DIGITS)
                .maxNameLength(LONGEST_NAME)
                .maxStringLength((int) Math.min(treeBytes / 4, 20_000_000))
                .build();
        JsonFactoryBuilder settings = new JsonFactoryBuilder().streamReadConstraints(constraints);
        return Json.configure(JsonMapper.builder(new AnswerJson(settings, treeBytes)));
    }

    @Override
    protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
        return new Counting(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(Reader reader, IOContext context) throws IOException {
        return new Counting(super._createParser(reader, context));
    }

    @Override
    protected JsonParser _createParser(char[] data, int offset, int length, IOContext context, boolean recycled)
            throws IOException {
        return new Counting(super._createParser(data, offset, length, context, recycled));
    }

    @Override
    protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) throws IOException {
        return new Counting(super._createParser(data, offset, length, context));
    }

    private final class Counting extends JsonParserDelegate {
        private long bytes;

        Counting(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            bytes += token == null ? 0 : cost(token);
            if (bytes > treeBytes) {
                throw new AnswerTooLarge("too large for the memory there is: more than " + (treeBytes >> 20)
                        + " MB once read. Ask for smaller pages, or give Java more memory: TANDEM_OPTS=-Xmx2g");
            }
            return token;
        }

        private long cost(JsonToken token) throws IOException {
            return switch (token) {
                case START_OBJECT -> OBJECT;
                case START_ARRAY -> LIST;
                case FIELD_NAME -> FIELD + (getTextLength() > USUAL_NAME ? 2L * getTextLength() : 0);
                case VALUE_STRING -> TEXT + 2L * getTextLength();
                case VALUE_NUMBER_FLOAT -> {
                    refuseHugeScale();
                    yield NUMBER + getTextLength();
                }
                case VALUE_NUMBER_INT -> NUMBER + getTextLength();
                default -> Long.BYTES;
            };
        }

        /** Few characters, {@code 1e999999999}, would be gigabytes once somebody writes the number out. */
        private void refuseHugeScale() throws IOException {
            if (Math.abs((long) getDecimalValue().scale()) > LARGEST_SCALE) {
                throw new AnswerTooLarge("not read: it holds a number with more than " + LARGEST_SCALE + " places");
            }
        }
    }
}
