package chat.foyer.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.Events.Bounds;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.IndexedText;
import chat.foyer.room.RoomKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps the index up with the log. It reads new messages twice a second, in transactions
 * of its own: adding them within the transaction that appends them would take several
 * times as long as appending does. What an index lacks, because it is new, because the
 * server was killed or because another version of it appended, is found by comparing all
 * rooms after a start and every ten minutes; messages that were purged from the log then
 * leave the index, too. All is done in small parts, so that no writer waits long.
 * <p>
 * Several nodes may do the same at the same time.
 */
@Component
class Indexer {

	private static final Logger logger = LoggerFactory.getLogger(Indexer.class);

	private static final int TEXTS_A_TRANSACTION = 50;

	private static final int TRANSACTIONS_A_RUN = 20;

	/**
	 * Removing takes ten times as long as adding.
	 */
	private static final int REMOVALS_A_TRANSACTION = 10;

	private static final int ROOMS_A_QUERY = 500;

	private final SearchIndex index;

	private final Events events;

	private final TransactionOperations transactions;

	private final Set<RoomKey> behind = ConcurrentHashMap.newKeySet();

	Indexer(SearchIndex index, Events events, TransactionOperations transactions) {
		this.index = index;
		this.events = events;
		this.transactions = transactions;
	}

	@EventListener
	void on(EventsAppended appended) {
		if (appended.events().stream().anyMatch((event) -> event.type() == EventType.MESSAGE)) {
			this.behind.add(appended.room());
		}
	}

	/**
	 * Adds the messages of a room that are on disk, unless there are very many. So guests
	 * find what they have just said.
	 */
	void catchUp(RoomKey room) {
		for (int i = 0; i < TRANSACTIONS_A_RUN && this.behind.contains(room); i++) {
			if (!addSome(List.of(room))) {
				return;
			}
		}
	}

	@Scheduled(fixedDelay = 500)
	void run() {
		for (int i = 0; i < TRANSACTIONS_A_RUN && !this.behind.isEmpty(); i++) {
			if (!addSome(this.behind.stream().limit(TEXTS_A_TRANSACTION).toList())) {
				return;
			}
		}
	}

	@Scheduled(fixedDelayString = "10m", initialDelayString = "5s")
	void compare() {
		List<Bounds> rooms = this.events.bounds("", ROOMS_A_QUERY);
		while (!rooms.isEmpty()) {
			for (Bounds room : rooms) {
				removePurged(room);
				if (this.index.indexedTo(room.room()) < room.lastSeq()) {
					this.behind.add(room.room());
				}
			}
			rooms = this.events.bounds(rooms.get(rooms.size() - 1).room().value(), ROOMS_A_QUERY);
		}
	}

	/**
	 * Adds some messages of rooms that are behind. Those that still are afterwards, or
	 * whose messages cannot be added now, stay behind. Where the database rejects the
	 * messages of several rooms together, those of each are added for themselves.
	 * @return whether the database did it at once
	 */
	private boolean addSome(List<RoomKey> rooms) {
		// First, so that events that are appended meanwhile count.
		rooms.forEach(this.behind::remove);
		try {
			List<RoomKey> ordered = rooms.stream()
				.filter(this::hasMore)
				.sorted(Comparator.comparing(RoomKey::value))
				.toList();
			if (!ordered.isEmpty()) {
				this.behind.addAll(ordered);
				this.transactions.executeWithoutResult((transaction) -> addTexts(ordered));
			}
			return true;
		}
		catch (DataAccessResourceFailureException | TransactionException ex) {
			stayBehind(rooms, ex);
		}
		catch (DataAccessException ex) {
			if (rooms.size() > 1) {
				rooms.forEach((room) -> addSome(List.of(room)));
			}
			else {
				stayBehind(rooms, ex);
			}
		}
		return false;
	}

	private void stayBehind(List<RoomKey> rooms, Exception reason) {
		logger.debug("The newest messages are not indexed yet", reason);
		this.behind.addAll(rooms);
	}

	private boolean hasMore(RoomKey room) {
		return !this.events.texts(room, this.index.indexedTo(room), 1).isEmpty();
	}

	/**
	 * Locks the rooms in the order in which all nodes do, so that nothing of them changes
	 * meanwhile.
	 */
	private void addTexts(List<RoomKey> ordered) {
		List<IndexedText> texts = new ArrayList<>();
		for (RoomKey room : ordered) {
			int left = TEXTS_A_TRANSACTION - texts.size();
			if (left > 0) {
				this.events.lock(room);
				texts.addAll(this.events.texts(room, this.index.indexedTo(room), left));
			}
		}
		if (!texts.isEmpty()) {
			this.index.add(texts);
		}
	}

	private void removePurged(Bounds room) {
		boolean isPurged = this.index.hasBefore(room.room(), room.firstSeq());
		int removed = isPurged ? REMOVALS_A_TRANSACTION : 0;
		while (removed == REMOVALS_A_TRANSACTION) {
			removed = this.transactions.execute(
					(transaction) -> this.index.removeBefore(room.room(), room.firstSeq(), REMOVALS_A_TRANSACTION));
		}
	}

}
