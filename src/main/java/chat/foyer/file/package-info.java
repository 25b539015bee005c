/**
 * Files and pictures: uploading, storing and serving them.
 */
@NullMarked
package chat.foyer.file;

import org.jspecify.annotations.NullMarked;
