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
 * The chunks of a direction for Camel's splitter, each as a message with the headers of the whole, so that it knows the exchange
 * that carries it: when that one is done, whatever became of it, another chunk may begin.
 *
 * <p>The splitter uses it in two threads. One takes chunks; one in which a chunk failed ends the splitter: it takes what is
 * left, in order to drop it, and closes the whole. It waits here until the first one has put what it took into an exchange, which
 * it would else fail to make. Once it is closed, the first one gets nothing any more, also where it has just heard that there is more.
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

    /** False also once the whole has failed: the splitter asks then only for what it is to drop. */
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

    /** Null, which the splitter passes over, once it is closed. */
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
