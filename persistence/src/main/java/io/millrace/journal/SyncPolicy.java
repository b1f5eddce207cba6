package io.millrace.journal;

/** What an epoch survives once it is said to be durable. */
public enum SyncPolicy {
    /** The end of this process, by kill −9 too: the operating system holds the pages and writes them in its own time. */
    PROCESS_CRASH,
    /** The end of the operating system and of the power as well: files are forced to the disk at the end of each epoch. */
    EPOCH
}
