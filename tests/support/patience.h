/// How long what is cancelled may take to end.
#pragma once

namespace thalweg::test {

// Seconds. Sanitized programs are ten times as slow.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr double promptly = 1.0;
#else
inline constexpr double promptly = 0.1;
#endif

}  // namespace thalweg::test
