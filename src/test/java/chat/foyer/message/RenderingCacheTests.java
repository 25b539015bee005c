package chat.foyer.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import chat.foyer.room.RoomKey;
import chat.foyer.room.Username;
import chat.foyer.room.Usernames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link RenderingCache}.
 */
class RenderingCacheTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private final MessageRenderer renderer = mock();

	private final Usernames usernames = mock();

	private final RenderingCache cache = new RenderingCache(this.renderer, this.usernames);

	@BeforeEach
	void renderRealHtml() {
		given(this.renderer.html(anyString(), any()))
			.willAnswer((call) -> new MessageRenderer().html(call.getArgument(0), call.getArgument(1)));
	}

	@Test
	void rendersMessageOnceForManyReads() {
		List<Event> read = List.of(message(1, "*a*"), message(2, "*b*"));
		assertThat(this.cache.render(ATTIC, read)).extracting(Event::html).containsExactly("<em>a</em>", "<em>b</em>");
		assertThat(this.cache.render(ATTIC, read)).extracting(Event::html).containsExactly("<em>a</em>", "<em>b</em>");
		then(this.renderer).should(times(2)).html(anyString(), any());
	}

	@Test
	void doesNotRenderAppendedMessageAgain() {
		this.cache.put(ATTIC, message(1, "*a*").withHtml("<em>a</em>"));
		assertThat(this.cache.render(ATTIC, List.of(message(1, "*a*")))).extracting(Event::html)
			.containsExactly("<em>a</em>");
		then(this.renderer).shouldHaveNoInteractions();
	}

	@Test
	void rendersChangedTextAgain() {
		this.cache.put(ATTIC, message(1, "old").withHtml("old"));
		assertThat(this.cache.render(ATTIC, List.of(message(1, "new")))).extracting(Event::html).containsExactly("new");
		assertThat(this.cache.render(RoomKey.of("Cellar"), List.of(message(1, "other")))).extracting(Event::html)
			.containsExactly("other");
	}

	@Test
	void leavesNoticesUnchanged() {
		Event notice = new Event(1, EventType.JOIN, null, "Ann", null, null, Instant.EPOCH, 0, false);
		this.cache.put(ATTIC, notice);
		assertThat(this.cache.render(ATTIC, List.of(notice))).containsExactly(notice);
	}

	@Test
	void isolatesMentionsOfUsernamesAtRendering() {
		given(this.usernames.in(List.of(ATTIC))).willReturn(Map.of(ATTIC, List.of(new Username("Anne Lee"))));
		assertThat(this.cache.render(ATTIC, "@Anne Lee a")).isEqualTo("<bdi>@Anne Lee</bdi> a");
		List<Event> read = List.of(message(1, "@Anne Lee a"));
		this.cache.render(ATTIC, read);
		given(this.usernames.in(List.of(ATTIC))).willReturn(Map.of());
		assertThat(this.cache.render(ATTIC, read)).extracting(Event::html).containsExactly("<bdi>@Anne Lee</bdi> a");
	}

	private static Event message(long seq, String text) {
		return new Event(seq, EventType.MESSAGE, "id", "Ann", null, text, Instant.EPOCH, 0, false);
	}

}
