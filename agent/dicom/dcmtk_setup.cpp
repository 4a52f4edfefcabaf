#include "agent/dicom/dcmtk_setup.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmnet/dcmtrans.h>
#include <dcmtk/dcmnet/dul.h>
#include <dcmtk/oflog/oflog.h>

namespace isocenter::agent {

bool set_up_dcmtk() {
  static const bool is_complete = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    dcmDisableGethostbyaddr.set(OFTrue);
    dcmConnectionTimeout.set(3);
    dcmSocketSendTimeout.set(10);
    dcmSocketReceiveTimeout.set(60);
    return dcmDataDict.isDictionaryLoaded() == OFTrue;
  }();
  return is_complete;
}

}  // namespace isocenter::agent
