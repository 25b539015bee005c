package chat.foyer.entry;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import chat.foyer.room.RoomRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.ATTIC_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Addresses of forms that are opened by themselves, as when the answer to a form is
 * loaded again or "Try again" is pressed there.
 */
@EntrySlice
class FormAddressesTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Moves moves;

	@Autowired
	@Qualifier("requestMappingHandlerMapping")
	private RequestMappingHandlerMapping mappings;

	@BeforeEach
	void openRoom() {
		given(this.registry.nameOf(ATTIC)).willReturn(ATTIC_NAME);
		given(this.moves.stateOf(any())).willReturn(Moves.State.GONE);
	}

	@Test
	void noneLeadsToAnErrorPage() {
		List<String> addresses = this.mappings.getHandlerMethods()
			.keySet()
			.stream()
			.filter((mapping) -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.POST))
			.flatMap((mapping) -> mapping.getPatternValues().stream())
			// The server forwards to these, so no browser shows their addresses.
			.filter((pattern) -> !pattern.startsWith("/refused-form"))
			.map((pattern) -> pattern.replace("{room}", "attic")
				.replace("{token}", "token")
				.replaceAll("\\{seq:[^/]*}", "7"))
			.toList();
		assertThat(addresses).contains("/", "/move", "/language", "/rooms/attic/leave", "/rooms/attic/messages");
		assertThat(addresses)
			.allSatisfy((address) -> assertThat(status(address)).as(address).isIn(Set.of(200, 303, 410)));
	}

	@Test
	void formOfARoomLeadsToTheRoom() {
		assertThat(Stream.of("leave", "messages", "language", "read")).allSatisfy(
				(form) -> assertThat(this.mvc.get().uri("/rooms/attic/" + form).with(Visit.by(ANN))).hasStatus(303)
					.redirectedUrl()
					.isEqualTo("/rooms/attic"));
	}

	private int status(String address) {
		return this.mvc.get().uri(address).with(Visit.by(ANN)).exchange().getResponse().getStatus();
	}

}
