package chat.foyer.entry;

import java.util.Locale;

import chat.foyer.limit.ErrorCode;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.web.Problem;
import chat.foyer.web.Problems;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrCode.Ecc;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A room's address as a QR code, which guests in the room show to others.
 */
@RestController
class InviteController {

	private static final MediaType SVG = MediaType.valueOf("image/svg+xml");

	private final RoomRegistry registry;

	private final SharedAddresses addresses;

	private final Problems problems;

	InviteController(RoomRegistry registry, SharedAddresses addresses, Problems problems) {
		this.registry = registry;
		this.addresses = addresses;
		this.problems = problems;
	}

	@GetMapping("/rooms/{room}/invite.svg")
	ResponseEntity<Object> invite(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			HttpServletRequest request, Locale locale) {
		if (guest == null || this.registry.find(guest, room).isEmpty()) {
			if (!Problem.isPreferredBy(request)) {
				throw new ErrorResponseException(HttpStatus.FORBIDDEN);
			}
			return this.problems.of(ErrorCode.NOT_A_MEMBER, locale).answer();
		}
		String address = this.addresses.first(request) + "/rooms/" + room.encoded();
		return ResponseEntity.ok().contentType(SVG).body(QrPicture.of(QrCode.encodeText(address, Ecc.MEDIUM)));
	}

}
