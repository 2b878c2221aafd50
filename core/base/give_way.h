/// Leaves the processor to others.
#pragma once

namespace thalweg {

/// Makes the calling thread, and those it starts later, so much nicer than the process (a nice
/// level has about four fifths of the share of the one before it). Does nothing where threads have
/// no levels of their own.
void giveWay(int nicer);

}  // namespace thalweg
