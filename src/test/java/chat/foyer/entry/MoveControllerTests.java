package chat.foyer.entry;

import java.util.List;

import chat.foyer.room.Presence;
import chat.foyer.room.RoomRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.ATTIC_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of {@link MoveController}.
 */
@EntrySlice
class MoveControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Moves moves;

	@Autowired
	private Presence presence;

	@Test
	void guestStaysInAllRoomsWhileTheLinkIsValid() {
		given(this.registry.findAll(ANN)).willReturn(List.of(ANN_IN_CAFE, ANN_IN_ATTIC));
		given(this.registry.nameOf(ATTIC)).willReturn(ATTIC_NAME);
		given(this.moves.begin(any())).willReturn("token");
		assertThat(this.mvc.post().uri("/move").with(Visit.by(ANN)).with(csrf())).hasStatusOk().hasViewName("move");
		then(this.presence).should().keep(ANN_IN_CAFE, Moves.VALID_FOR);
		then(this.presence).should().keep(ANN_IN_ATTIC, Moves.VALID_FOR);
	}

}
