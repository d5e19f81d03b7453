#pragma once

#include "store/listtopic.h"

namespace oriel::store {

/// The images, the hidden ones too: Glance leaves those out of its list, and a volume snapshot
/// whose image is merely hidden must not look as if it were left over. Of many, only what was
/// updated is asked for most of the time; what was deleted or hidden elsewhere shows in the next
/// whole list.
class ImagesTopic final : public ListTopic<openstack::Image>
{
public:
    using ListTopic::ListTopic;

protected:
    void fetchLeftOut(std::function<void(std::vector<openstack::Image>)> then) override;
    /// Not before some minutes have gone by, unless more are missing than were hidden.
    [[nodiscard]] bool needsLeftOut(const std::function<qsizetype()> &missing) const override;
    [[nodiscard]] QSet<QString> leftOut() const override;
    [[nodiscard]] bool canListChanges() const override { return !m_refused; }
    void fetchChanges(const QDateTime &since, Poller::Done done) override;

private:
    std::vector<openstack::Image> m_hidden;     ///< as they were last listed
    std::chrono::milliseconds m_hiddenUntil{0}; ///< then they are listed again in any case
    bool m_refused = false;                     ///< this Glance does not compare times
};

} // namespace oriel::store
