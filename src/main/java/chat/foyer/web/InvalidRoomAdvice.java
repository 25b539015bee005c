package chat.foyer.web;

import java.io.IOException;

import chat.foyer.room.RoomKey;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Answers 404 to an address with a room that cannot exist, and 400 to any other path
 * variable or parameter that cannot be converted.
 */
@ControllerAdvice
class InvalidRoomAdvice {

	@ExceptionHandler
	void on(MethodArgumentTypeMismatchException mismatch, HttpServletResponse response) throws IOException {
		boolean isRoom = mismatch.getRequiredType() == RoomKey.class;
		response.sendError((isRoom ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST).value());
	}

}
