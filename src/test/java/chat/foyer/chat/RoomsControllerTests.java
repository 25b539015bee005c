package chat.foyer.chat;

import java.util.List;
import java.util.Optional;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Events;
import chat.foyer.message.Unread;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.CAFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;

/**
 * Tests of {@link RoomsController}.
 */
@EntrySlice
class RoomsControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private ReadCursors cursors;

	@Autowired
	private Events events;

	@Test
	void listsTheRoomsWithWhatIsUnread() {
		given(this.registry.findAll(ANN)).willReturn(List.of(ANN_IN_ATTIC, ANN_IN_CAFE));
		given(this.events.lastSeq(ATTIC)).willReturn(9L);
		given(this.events.lastSeq(CAFE)).willReturn(4L);
		given(this.cursors.of(ANN_IN_ATTIC)).willReturn(Optional.of(3L));
		given(this.cursors.of(ANN_IN_CAFE)).willReturn(Optional.of(4L));
		given(this.events.unread(eq(ANN_IN_ATTIC), eq(3L), eq(9L), any())).willReturn(new Unread(5, 2, 4));
		MvcTestResult result = this.mvc.get()
			.uri("/rooms")
			.accept(MediaType.APPLICATION_JSON)
			.with(Visit.by(ANN))
			.exchange();
		assertThat(result).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.hasHeader("Cache-Control", "no-store");
		assertThat(result).bodyJson()
			.isEqualTo("""
					[{"room":"attic","lastSeq":9,"unread":5,"mentions":2},
					{"room":"%s","lastSeq":4,"unread":0,"mentions":0}]""".formatted(CAFE.encoded()),
					JsonCompareMode.STRICT);
	}

	@Test
	void refusesWhoIsNoGuest() {
		assertThat(this.mvc.get().uri("/rooms").accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.FORBIDDEN)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("not-a-member");
	}

	@Test
	void redirectsPersonToTheNewestRoom() {
		assertThat(this.mvc.get().uri("/rooms").accept(MediaType.TEXT_HTML, MediaType.ALL).with(Visit.by(ANN)))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/chat");
	}

}
