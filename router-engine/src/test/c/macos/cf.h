/* Objects of CoreFoundation. Each belongs to the caller until it is released once ("cf.live" counts those), or to the
   library for ever. Releasing or using one wrongly is counted in "cf.misused", where macOS would crash. */
enum kind { CF_STRING = 7, CF_ARRAY = 19, CF_DICTIONARY = 18, CF_BOOLEAN = 21, CF_NUMBER = 22 };

void *cf_string(const char *text, int owned);
void *cf_dictionary(const char *prefix, int owned); /* its values stand under PREFIX.KEY */
void *cf_array(void **parts, int count, int owned);
void *cf_under(const char *key, int owned); /* the text, number, truth value (KEY.bool) or dictionary (KEY.dict) there */
const char *cf_text(void *string);
