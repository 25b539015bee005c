package chat.foyer.web;

import chat.foyer.room.RoomName;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * Reads the name of a room from an address.
 */
@Component
class RoomNameConverter implements Converter<String, RoomName> {

	@Override
	public RoomName convert(String decoded) {
		return new RoomName(decoded);
	}

}
