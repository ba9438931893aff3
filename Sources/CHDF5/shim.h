// libhdf5 for Swift. Most of its constants are macros that initialise the library and then name a global variable,
// which Swift cannot import, and some functions changed their names between 1.10 and 1.14. Both appear here as
// plain functions; everything else is used under its own name.
#ifndef BALLAST_CHDF5_SHIM_H
#define BALLAST_CHDF5_SHIM_H

#include <hdf5.h>

// Memory types.
static inline hid_t ballast_h5_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t ballast_h5_native_int16(void) { return H5T_NATIVE_INT16; }
static inline hid_t ballast_h5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t ballast_h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t ballast_h5_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t ballast_h5_native_uint16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t ballast_h5_native_uint32(void) { return H5T_NATIVE_UINT32; }
static inline hid_t ballast_h5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t ballast_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t ballast_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }

// File types: little-endian on every machine, so that files do not depend on where they were written.
static inline hid_t ballast_h5_file_int8(void) { return H5T_STD_I8LE; }
static inline hid_t ballast_h5_file_int16(void) { return H5T_STD_I16LE; }
static inline hid_t ballast_h5_file_int32(void) { return H5T_STD_I32LE; }
static inline hid_t ballast_h5_file_int64(void) { return H5T_STD_I64LE; }
static inline hid_t ballast_h5_file_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t ballast_h5_file_uint16(void) { return H5T_STD_U16LE; }
static inline hid_t ballast_h5_file_uint32(void) { return H5T_STD_U32LE; }
static inline hid_t ballast_h5_file_uint64(void) { return H5T_STD_U64LE; }
static inline hid_t ballast_h5_file_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t ballast_h5_file_double(void) { return H5T_IEEE_F64LE; }

/// A new variable-length string type of the given character set; the caller closes it.
static inline hid_t ballast_h5_variable_string(H5T_cset_t character_set) {
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0) return type;
    if (H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, character_set) < 0) {
        H5Tclose(type);
        return -1;
    }
    return type;
}

/// A new UTF-8 string type of so many bytes, shorter strings filled up with NUL; the caller closes it.
static inline hid_t ballast_h5_fixed_string(size_t length) {
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0) return type;
    if (H5Tset_size(type, length) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0
        || H5Tset_strpad(type, H5T_STR_NULLPAD) < 0) {
        H5Tclose(type);
        return -1;
    }
    return type;
}

static inline int ballast_h5_is_float32(hid_t type) {
    return H5Tequal(type, H5T_IEEE_F32LE) > 0 || H5Tequal(type, H5T_IEEE_F32BE) > 0;
}
static inline int ballast_h5_is_float64(hid_t type) {
    return H5Tequal(type, H5T_IEEE_F64LE) > 0 || H5Tequal(type, H5T_IEEE_F64BE) > 0;
}

// Property lists and flags.
static inline hid_t ballast_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t ballast_h5_whole(void) { return H5S_ALL; }
static inline hid_t ballast_h5_new_file_access(void) { return H5Pcreate(H5P_FILE_ACCESS); }
static inline hid_t ballast_h5_new_file_creation(void) { return H5Pcreate(H5P_FILE_CREATE); }
static inline hid_t ballast_h5_new_dataset_creation(void) { return H5Pcreate(H5P_DATASET_CREATE); }
static inline hid_t ballast_h5_new_dataset_access(void) { return H5Pcreate(H5P_DATASET_ACCESS); }
static inline hid_t ballast_h5_new_link_creation(void) { return H5Pcreate(H5P_LINK_CREATE); }
static inline hid_t ballast_h5_new_group_creation(void) { return H5Pcreate(H5P_GROUP_CREATE); }
static inline hid_t ballast_h5_new_attribute_creation(void) { return H5Pcreate(H5P_ATTRIBUTE_CREATE); }
/// Leaves the times of creation and change out of a new object's header.
static inline herr_t ballast_h5_omit_times(hid_t properties) { return H5Pset_obj_track_times(properties, 0); }
static inline unsigned ballast_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned ballast_h5_read_write(void) { return H5F_ACC_RDWR; }
static inline unsigned ballast_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned ballast_h5_exclusive(void) { return H5F_ACC_EXCL; }
static inline hsize_t ballast_h5_unlimited(void) { return H5S_UNLIMITED; }

// Errors.
static inline hid_t ballast_h5_error_stack(void) { return H5E_DEFAULT; }
static inline hid_t ballast_h5_error_truncated(void) { return H5E_TRUNCATED; }

/// 1 for a hard link, 0 for a soft or external one (which may lead nowhere), negative on failure.
static inline int ballast_h5_link_is_hard(hid_t group, const char *name) {
    H5L_info_t info;
    if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0) return -1;
    return info.type == H5L_TYPE_HARD;
}

typedef herr_t (*ballast_h5_name_visitor)(const char *name, void *context);

struct ballast_h5_name_visit {
    ballast_h5_name_visitor visitor;
    void *context;
};

static inline herr_t ballast_h5_visit_link(hid_t group, const char *name, const H5L_info_t *info, void *context) {
    const struct ballast_h5_name_visit *visit = (const struct ballast_h5_name_visit *)context;
    (void)group;
    (void)info;
    return visit->visitor(name, visit->context);
}

/// Gives the names in a group, by one pass over its index: asking for them one by one is quadratic.
static inline herr_t ballast_h5_visit_names(hid_t group, ballast_h5_name_visitor visitor, void *context) {
    struct ballast_h5_name_visit visit = {visitor, context};
    return H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, ballast_h5_visit_link, &visit);
}

/// Frees what reading variable-length values allocated.
static inline herr_t ballast_h5_reclaim(hid_t type, hid_t space, void *values) {
#if H5_VERSION_GE(1, 12, 0)
    return H5Treclaim(type, space, H5P_DEFAULT, values);
#else
    return H5Dvlen_reclaim(type, space, H5P_DEFAULT, values);
#endif
}

#endif
