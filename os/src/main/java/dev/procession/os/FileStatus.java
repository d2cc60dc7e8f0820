package dev.procession.os;

/**
 * What the kernel knows about a file.
 *
 * @param device the device number, with {@code inode} the identity of the file
 * @param inode the inode number
 * @param links how many names the file has; 0 if it was deleted
 * @param sizeBytes its length
 * @param uid the user number of its owner
 * @param mode type and permissions, as in {@code stat}
 */
public record FileStatus(long device, long inode, int links, long sizeBytes, int uid, int mode) {
    private static final int TYPE_MASK = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int FIFO = 0x1000;
    private static final int PERMISSIONS = 0xFFF;

    /** {@return whether this is a directory} */
    public boolean isDirectory() {
        return (mode & TYPE_MASK) == DIRECTORY;
    }

    /** {@return whether this is a regular file} */
    public boolean isRegularFile() {
        return (mode & TYPE_MASK) == REGULAR;
    }

    /** {@return whether this is a FIFO or a pipe} */
    public boolean isFifo() {
        return (mode & TYPE_MASK) == FIFO;
    }

    /** {@return the permission bits alone} */
    public int permissions() {
        return mode & PERMISSIONS;
    }

    /**
     * {@return whether two descriptors lead to the same file}
     *
     * @param other the status of another descriptor or of the same one later
     */
    public boolean isSameFile(FileStatus other) {
        return device == other.device && inode == other.inode;
    }
}
