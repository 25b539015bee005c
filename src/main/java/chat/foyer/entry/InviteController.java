package chat.foyer.entry;

import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrCode.Ecc;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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

	InviteController(RoomRegistry registry, SharedAddresses addresses) {
		this.registry = registry;
		this.addresses = addresses;
	}

	@GetMapping("/rooms/{room}/invite.svg")
	ResponseEntity<String> invite(@PathVariable RoomKey room, @AuthenticationPrincipal @Nullable Guest guest,
			HttpServletRequest request) {
		if (guest == null || this.registry.find(guest, room).isEmpty()) {
			return ResponseEntity.status(HttpStatus.FORBIDDEN).build();
		}
		String address = this.addresses.first(request) + "/rooms/" + room.encoded();
		return ResponseEntity.ok().contentType(SVG).body(QrPicture.of(QrCode.encodeText(address, Ecc.MEDIUM)));
	}

}
