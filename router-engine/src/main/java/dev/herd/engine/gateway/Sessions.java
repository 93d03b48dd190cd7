package dev.herd.engine.gateway;

import dev.herd.engine.fleet.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// On which machines the sessions that clients name (`X-Herd-Session`) have been. Thread-safe; remembers the latest
/// ones.
final class Sessions {
    private static final int MOST = 4096;
    private static final int LONGEST_NAME = 256;

    /// Of one session.
    private static final int MOST_NODES = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Deque<NodeId>> served = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Deque<NodeId>> eldest) {
            return size() > MOST;
        }
    };

    private record Key(String tenant, String name) {}

    /// A client's session.
    ///
    /// @param name as the client calls it, empty where it names none
    Session of(String tenant, String name) {
        return new Session(new Key(tenant, name.substring(0, Math.min(LONGEST_NAME, name.length()))));
    }

    /// One session.
    final class Session {
        private final Key key;

        private Session(Key key) {
            this.key = key;
        }

        /// Whether a machine has begun to answer a request of it before.
        boolean knows(NodeId node) {
            lock.lock();
            try {
                Deque<NodeId> nodes = served.get(key);
                return nodes != null && nodes.contains(node);
            } finally {
                lock.unlock();
            }
        }

        /// A machine begins to answer one.
        void ranOn(NodeId node) {
            if (key.name().isEmpty()) {
                return;
            }
            lock.lock();
            try {
                Deque<NodeId> nodes = served.computeIfAbsent(key, any -> new ArrayDeque<>());
                nodes.remove(node);
                nodes.addLast(node);
                if (nodes.size() > MOST_NODES) {
                    nodes.removeFirst();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
