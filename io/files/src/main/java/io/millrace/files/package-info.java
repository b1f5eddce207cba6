/**
 * Files as sources and sinks. A source lists the files that match, reads them by blocks, and in streaming mode keeps looking:
 * new files add rows, files that grew at their end add more, a changed or deleted file takes back exactly the rows it gave.
 *
 * <p>To take rows back the source reads their bytes again, from a copy that it wrote while it read them for the first time: plain
 * files in a folder of the source's, as large as what was read. Memory holds a few hundred bytes a file. No copies are kept where
 * nothing can be taken back: in static mode, and for append-only schemas.
 *
 * <p>A file is taken as unchanged when size, modification time (nanoseconds) and inode are; while the modification time is so
 * young that a second change might have the same, its checksum decides. A file that only grew is one whose inode is the same, of
 * which a line break was the last byte read, and whose bytes before have the same CRC-32C.
 *
 * <p>Runs on the source's thread, a sink on the caller's.
 */
package io.millrace.files;
