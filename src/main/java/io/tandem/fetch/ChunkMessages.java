package io.tandem.fetch;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.UnderWay;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The chunks of a direction for Camel's splitter, each as a message with the headers of the whole. So each knows the
 * exchange that carries it: when that one is done, with success or without, another chunk may begin.
 *
 * <p>The splitter uses it in two threads. One thread takes chunks. A thread in which a chunk failed ends the splitter:
 * it takes what is left, drops it, and closes the whole. Here it waits until the first thread has put its chunk into an
 * exchange, which would fail otherwise. After the close the first thread gets nothing, even if it has just heard that
 * there is more.
 */
final class ChunkMessages implements Iterator<Message> {

    private final Message whole;
    private final Map<String, Object> headers;
    private final Iterator<Chunk> chunks;
    /** Held from the moment a chunk is asked for until an exchange carries it. */
    private final ReentrantLock taking = new ReentrantLock();
    /** The splitter closes itself when it hears that there is no more; guarded by {@link #taking}. */
    private boolean isClosed;

    ChunkMessages(Message whole, Iterator<Chunk> chunks) {
        this.whole = whole;
        this.headers = new HashMap<>(whole.getHeaders());
        this.chunks = chunks;
    }

    /** False also once the whole has failed: then the splitter asks only for chunks that it will drop. */
    @Override
    public boolean hasNext() {
        taking.lock();
        try {
            isClosed = isClosed || whole.getExchange().getException() != null || !chunks.hasNext();
            return !isClosed;
        } finally {
            taking.unlock();
        }
    }

    /** Null once it is closed; the splitter passes over null. */
    @Override
    public Message next() {
        taking.lock();
        Part taken = null;
        try {
            taken = isClosed ? null : new Part(chunks.next());
            return taken;
        } finally {
            if (taken == null) {
                taking.unlock();
            }
        }
    }

    private final class Part extends DefaultMessage {
        private final UnderWay.Place place;
        private boolean isCarried;

        Part(Chunk chunk) {
            super(whole.getExchange().getContext());
            place = chunk.place();
            setBody(chunk);
            headers.forEach(this::setHeader);
        }

        @Override
        public void setExchange(Exchange carrier) {
            super.setExchange(carrier);
            if (isCarried) {
                return;
            }
            isCarried = true;
            taking.unlock();
            carrier.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    place.done(done.isFailed() || done.getProperty(Exchange.EXCEPTION_CAUGHT) != null);
                }
            });
        }
    }
}
