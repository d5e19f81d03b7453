#pragma once

namespace oriel::store {

/// How often a view needs a kind of resource refreshed while nothing is changing.
/// - Referenced: only what rows refer to (names, sizes) is shown. What they refer to and is not
///   known is fetched at once.
/// - Background: not shown.
/// - Viewed: the rows themselves are shown.
/// Rows in a transitional state are polled faster, see Topic.
enum class RefreshRate { Referenced, Background, Viewed };

/// While one of these exists, its kinds of resource are polled. Kinds without a subscription are
/// not.
class Subscription
{
public:
    virtual ~Subscription() = default;
};

} // namespace oriel::store
