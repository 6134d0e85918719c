package dev.plimsoll.scenarios.load.engine;

import io.netty.channel.EventLoop;

/** Carries requests to one entry. */
public interface Transport extends AutoCloseable {
    /**
     * Sends {@code exchange}, stamps it on its way and ends it once, also when it fails. Never blocks, never throws.
     *
     * @param loop the calling event loop, which the transport may use
     */
    void send(Exchange exchange, EventLoop loop);

    @Override
    void close();
}
