/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Settings of devices: the rows of spec/settings.def. From a row come the field
 * of the C struct, the option of the command line, the line of the state file,
 * the check of a value, its default and its documentation (docs/settings.md).
 *
 * A state file has one line a setting, "name value"; "-" is an empty value. A
 * setting that the file does not name has its default, so that files of older
 * versions can be read. An unknown name and a value out of range are refused.
 */

#include <getopt.h>

#include "base/bytes.h"

#define SETTING_TEXT_MAX 128
#define SETTINGS_MAX 16    /* of one device */
#define SETTING_OPTION 512 /* what getopt_long gives for the first row */
#define SETTING_OPTIONS_OWN 8

enum setting_kind {
	SETTING_NUMBER,
	SETTING_HOST,
	SETTING_DEVICE,
	SETTING_ADDRESS,
	SETTING_NET,
	SETTING_PERSONALITY,
};

enum setting_given { SETTING_MADE, SETTING_STARTED, SETTING_CHANGED };

struct setting {
	const char *name;
	enum setting_kind kind;
	enum setting_given given;
	unsigned least, most;
	const char *fallback, *words;
	size_t offset; /* of its field in the device's struct */
};

/* The devices' structs: an unsigned for a NUMBER, else a text with NUL. */
#define SETTING_FIELD_NUMBER(name) unsigned name
#define SETTING_FIELD_HOST(name) char name[SETTING_TEXT_MAX + 1]
#define SETTING_FIELD_DEVICE(name) char name[SETTING_TEXT_MAX + 1]
#define SETTING_FIELD_ADDRESS(name) char name[SETTING_TEXT_MAX + 1]
#define SETTING_FIELD_NET(name) char name[SETTING_TEXT_MAX + 1]
#define SETTING_FIELD_PERSONALITY(name) char name[SETTING_TEXT_MAX + 1]

struct lab_settings {
#define LAB_SETTING(name, kind, given, least, most, fallback, words) \
	SETTING_FIELD_##kind(name);
#include "spec/settings.def"
};

struct appliance_settings {
#define APPLIANCE_SETTING(name, kind, given, least, most, fallback, words) \
	SETTING_FIELD_##kind(name);
#include "spec/settings.def"
};

/* Their rows; the last has no name. */
extern const struct setting settings_of_lab[];
extern const struct setting settings_of_appliance[];

/* Every function below takes the rows and the struct that belongs to them. On
 * failure `why` says what is wrong, with the name of the setting. */
struct setting_complaint {
	char text[320];
};

void settings_default(const struct setting *rows, void *out);
/* ERR_NOT_FOUND: there is no such setting; ERR_ARGUMENT: not such a value. */
enum err settings_set(const struct setting *rows, void *out, const char *name,
    const char *value, struct setting_complaint *why);
/* "a number from 1 to 16": what a value has to be. */
void setting_rule(const struct setting *s, char *out, size_t size);
/* The value as text. */
void setting_print(const struct setting *s, const void *in, char *out, size_t size);

/* Gives each setting its value in the file, or its default; the settings that
 * are given at each start are left alone. ERR_NOT_FOUND: there is no file, and
 * nothing was set; ERR_CORRUPT. */
enum err settings_read(const struct setting *rows, const char *path, void *out,
    struct setting_complaint *why);
/* Writes all settings but those that are given at each start. */
enum err settings_write(const struct setting *rows, const char *path, const void *in);

/* The options of a program, its own first, and which settings were given. */
struct setting_options {
	struct option list[SETTING_OPTIONS_OWN + SETTINGS_MAX + 1];
	size_t n_own;
	char names[SETTINGS_MAX][32];
	bool given[SETTINGS_MAX];
};
/* Appends an option for each setting that a command line may give. */
void settings_options(const struct setting *rows, struct setting_options *out);
/* Sets the setting whose number (from SETTING_OPTION on) getopt_long gave. */
enum err settings_take_option(const struct setting *rows, struct setting_options *o,
    void *out, int option, const char *value, struct setting_complaint *why);
/* The first setting that was given, counts only when a device is made, and
 * differs from what the device was made with. NULL: there is none. */
const struct setting *settings_conflict(const struct setting *rows,
    const struct setting_options *o, const void *wanted, const void *made);
