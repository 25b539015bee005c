package chat.foyer.search;

import java.time.Instant;
import java.util.List;

import chat.foyer.message.Event;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.EventsAppended;
import chat.foyer.message.IndexedText;
import chat.foyer.room.RoomKey;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link Indexer}.
 */
class IndexerTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar");

	private final SearchIndex index = mock(SearchIndex.class);

	private final Events events = mock(Events.class);

	private final Indexer indexer = new Indexer(this.index, this.events, TransactionOperations.withoutTransaction());

	@Test
	void rejectedMessageDoesNotHoldUpOtherRooms() {
		given(this.events.texts(any(), anyLong(), anyInt()))
			.willAnswer((call) -> List.of(new IndexedText(call.getArgument(0), 1, "Ann", "a", List.of())));
		willThrow(new DataIntegrityViolationException("Too long")).given(this.index)
			.add(argThat((texts) -> texts != null && texts.stream().anyMatch((text) -> text.room().equals(ATTIC))));
		for (RoomKey room : List.of(ATTIC, CELLAR)) {
			this.indexer.on(new EventsAppended(room,
					List.of(new Event(1, EventType.MESSAGE, "id", "Ann", "a", "a", Instant.EPOCH, 0, false))));
		}
		this.indexer.run();
		then(this.index).should(atLeastOnce()).add(List.of(new IndexedText(CELLAR, 1, "Ann", "a", List.of())));
	}

}
