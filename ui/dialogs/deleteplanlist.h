#pragma once

#include "forms/removalform.h"
#include "ui/navigation/route.h"

#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace oriel::ui {

class Theme;

/// What would be deleted of one snapshot, image or volume snapshot, line by line; under each part
/// what is known against it, with links.
class DeletePlanList final : public QWidget
{
    Q_OBJECT

public:
    explicit DeletePlanList(Theme &theme, QWidget *parent = nullptr);

    /// Every part, with what is known against it.
    void setPlan(const forms::RemovalPlan &plan, bool imageOnly);
    /// Only what is known against it, and why it is left out (`blocked`; empty: it is not).
    void setHints(const forms::RemovalPlan &plan, const QString &blocked);
    void clear();

Q_SIGNALS:
    /// A link was followed.
    void navigate(const oriel::ui::Route &route);

private:
    void addLine(const QString &icon, const QString &title, const QString &text, bool fades);
    void addHint(const forms::RemovalHint &hint);
    void addParts(const forms::RemovalPlan &plan, bool imageOnly);

    Theme &m_theme;
    QVBoxLayout *m_layout;
    std::optional<forms::RemovalPlan> m_plan; ///< that is shown
    QString m_blocked;
    bool m_imageOnly = false;
    bool m_whole = false; ///< shown with all its parts
};

} // namespace oriel::ui
