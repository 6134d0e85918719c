package dev.plimsoll.provisioning.embedded;

import java.io.IOException;

/** Takes connections on one port of the loopback interface. */
interface Listener extends AutoCloseable {
    int port();

    /** Starts to take connections, on the same port each time. */
    void open() throws IOException;

    /** Closes the port and every connection: who connects is refused. */
    void shut();

    /** Ends every connection as a crashed process would: with a reset (SO_LINGER 0). */
    void reset();

    @Override
    void close();
}
