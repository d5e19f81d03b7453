#pragma once

#include "ui/navigation/crumb.h"

#include <QtWidgets/QWidget>

#include <vector>

class QHBoxLayout;

namespace oriel::ui {

/// Where one is: `Compute / Instances / web-01`. Steps that lead somewhere are buttons. Where there
/// is little room, steps that lead nowhere give way to the last, which is cut only then.
class Breadcrumb : public QWidget
{
    Q_OBJECT

public:
    explicit Breadcrumb(QWidget *parent = nullptr);
    void setCrumbs(const std::vector<Crumb> &crumbs);
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QHBoxLayout *m_layout;
    std::vector<Crumb> m_crumbs;
    std::vector<QWidget *> m_parts;      ///< in their order, the slashes between them too
    std::vector<QWidget *> m_expendable; ///< those of them that may be left out
};

} // namespace oriel::ui
